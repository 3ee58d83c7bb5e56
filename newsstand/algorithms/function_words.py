"""The words that hold sentences together, in the languages with most newspapers.

They serve as what is known before the first article: later, counting tells which words say nothing, in any language.
"""

from newsstand.algorithms.terms import stem

_WORDS = """
the a an and or of to in for on at by with from as is are was were be been has have had it its he she they his her
their that this these those not but which who will would said say says after before about more new one two over out up
we you can could when what where than also into other
der die das und in von zu den mit dem des ein eine einer eines auf für im ist nicht sich auch es an als nach wie aus bei
hat am bis sind wird war werden er sie über um haben nur oder aber vor zur noch durch ihre
el la los las de que y en un una por con para del se no su al es lo como más pero sus le ya o fue este ha sí porque esta
son entre cuando muy sin sobre también han
le les des et du une est que qui dans pour pas au sur plus par ce avec il sont aux ne se ou été elle mais nous vous leur
cette ses ont être selon
il di che e è un una per in non con del della dei le la si da al dal nel sono anche come più ma alla ha gli delle
o a os as de do da dos das que e em um uma para com não por se na no mais ao foi como mas são pela pelo
de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar door bij uit naar heeft werd
och att det som på är av för med den till en ett om har de inte var från
og at det som er på af for med den til en et har de ikke var fra i
i w na z do się nie że to jest o a jak po od za dla przez oraz był ma co
и в на с что не по за к из от для о как это его а но был их он она мы при до у
ve bir bu da de için ile olarak olan daha en çok gibi sonra kadar
dan yang di ini itu dengan untuk pada dari dalam tidak akan ke oleh juga
"""

FUNCTION_WORDS = tuple(sorted({stem(word) for word in _WORDS.split()}))
