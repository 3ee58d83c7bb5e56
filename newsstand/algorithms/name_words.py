"""Words that tell what a capitalised name is: titles, given names, what organisations and places are called."""


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


TITLES = words(
    """mr mrs ms miss dr prof professor sir dame lord lady rev reverend father sister bishop archbishop pope rabbi imam
    king queen prince princess duke duchess president vice-president chancellor premier minister senator sen rep
    representative congressman congresswoman mp gov governor lt mayor councilman councilwoman councillor councilor
    alderman commissioner judge justice attorney sheriff deputy chief officer detective inspector constable sgt sergeant
    cpl corporal pvt private maj major gen general col colonel capt captain adm admiral cmdr commander coach manager
    principal superintendent director chairman chairwoman chair secretary spokesman spokeswoman spokesperson ambassador
    pastor deacon trooper firefighter ceo cfo founder author actor actress singer striker midfielder goalkeeper
    defender quarterback pitcher editor reporter analyst economist lawyer solicitor"""
)

GIVEN_NAMES = words(
    """aaron adam adrian ahmed aidan alan albert alberto alex alexander alexandra alfred ali alice alicia allen alison
    amanda amber amy ana andrea andrei andrew andy angela angelo anita ann anna anne annie anthony antonio april arthur
    ashley barack barbara barry beatrice becky ben benjamin bernard beth betty bill billy bob bobby boris brad bradley
    brandon brenda brian bruce bryan caleb carl carlos carol caroline carolyn cassandra catherine cathy cecil chad
    charles charlie charlotte cheryl chloe chris christian christina christine christopher cindy claire clara clarence
    claudia clifford colin connie craig crystal curtis cynthia daisy dale dan daniel danielle danny darren darryl dave
    david dawn dean deborah debra denise dennis derek diana diane dick dmitri don donald donna doris dorothy doug
    douglas duane dustin dylan earl eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli
    elijah elizabeth ella ellen emily emma eric erica erik erin ernest esther ethan eugene eva evan evelyn ewan felix
    fernando florence frances francis francisco frank franklin fred frederick gabriel gail gary gavin gene geoffrey
    george gerald gerard gina glen glenn gloria gordon grace graham grant greg gregory guy hannah harold harriet harry
    harvey hassan heather hector helen helena henry herbert herman holly howard hugh hugo ian igor irene isaac isabel
    isabella ivan jack jackie jacob jacqueline jacques jake james jamie jan jane janet janice jared jasmine jason jay
    jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy jo joan joanna joanne joe joel
    john johnny jon jonathan jordan jorge jose joseph josephine josh joshua joyce juan judith judy julia julian julie
    june justin karen karl kate katherine kathleen kathryn kathy katie keith kelly ken kenneth kerry kevin kim kimberly
    kirk kristen kristin kurt kyle lance larry laura lauren laurence lawrence leah lee leo leon leonard leroy leslie
    lewis liam lillian linda lindsay lisa liz lloyd lois lori lorraine louis louise lucas lucy luis luke lynn madeleine
    malcolm marc marcia marco marcus margaret maria marian marie marilyn mario marion mark marlene martha martin marvin
    mary mason matt matthew maureen maurice max maxine megan melanie melissa melvin michael michel michelle miguel mike
    mikhail mildred miles milton mitchell mohamed mohammed molly monica morgan morris muhammad nancy naomi natalie
    nathan nathaniel neil nelson nicholas nick nicola nicole nigel nikolai nina noah noel nora norma norman oliver
    olivia omar oscar owen pablo pamela pat patricia patrick paul paula pauline pedro peggy penny percy perry pete
    peter phil philip phillip phyllis pierre rachel ralph ramon randall randy ray raymond rebecca regina renee ricardo
    richard rick rita rob robert roberta roberto robin rod rodney roger roland ron ronald rosa rose rosemary ross roy
    russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian sergei seth shane shannon sharon
    shaun shawn sheila shelly sherry shirley sidney silvia simon sofia sonia sophia sophie stacy stanley
    stella stephanie
    stephen steve steven stuart sue susan suzanne sylvia tamara tammy tanya tara ted teresa terence terry
    thelma theodore
    theresa thomas tiffany tim timothy tina todd tom tommy toni tony tracy travis trevor tyler valerie vanessa vera
    vernon veronica vicki victor victoria vincent viola violet virginia vladimir wade wallace walter wanda warren wayne
    wendy wesley will william willie yolanda yvonne zachary zoe"""
)

# After a name: this is an organisation.
ORGANISATION_ENDS = words(
    """inc corp corporation company co ltd llc plc ag gmbh sa nv group holdings partners industries systems
    technologies airlines airways bank trust fund foundation institute university college school academy hospital clinic
    council committee commission agency authority administration department ministry bureau office service services
    association society union federation league club party church police court parliament congress senate assembly
    board team orchestra museum theatre theater library newspaper times post herald tribune gazette journal press
    network radio television tv fc united city rovers rangers army navy force forces guard corps nations organisation
    organization international motors electric energy oil gas bros brothers athletic albion
    wanderers"""
)
# The same, which the name may also have before it: "University of X", "Bank of Y".
ORGANISATION_STARTS = words(
    """university college school bank church ministry department bureau institute council court house board society
    association federation office league museum royal national federal central friends"""
)

# After a name of a place: something that stands there or belongs to it, so the place is meant.
OF_A_PLACE = words(
    """police fire city town village county council mayor school schools high middle elementary university college
    hospital court courthouse airport district department sheriff board chamber community public municipal
    state area region metro residents resident native man woman police's township parish borough port library
    church police-department planning zoning water public airport"""
)
# After a name: a street, a river, a building; not the town of that name.
NOT_THE_PLACE = words(
    """street st st. avenue ave ave. road rd rd. drive dr dr. lane ln boulevard blvd blvd. highway hwy parkway pike way
    court place square terrace circle trail bridge river creek lake mountain mount hill hills bay forest park island
    islands valley canyon beach falls inc corp co company motors bros ltd llc group times post herald tribune
    gazette journal press news observer chronicle"""
)

# Capitalised at the start of a sentence or by custom, and places of the gazetteer all the same.
COMMON_WORDS = words(
    """a about above across act after again age all almost along already also although always among an and another any
    anyone are area around art as asia at authority away baby back bad ball band bank bar base bath battle bay be bear
    beautiful because been before began being bell below best better big bill bird black blue board body book born both
    boy break bring brother brown building burns bush business but by call came camp can capital car care case cash
    castle center central century chance chapel charity chief child children church city class clean clear close club
    coach cold college come comedy common community company condition cook corner council country county course court
    cross crown cut dam data date day deal dean death deep defense delight did do does dog done door down dream drive
    early earth east easter eight end enterprise even evening ever every eye fact fair faith fall family far farm fast
    father february federal few field fine fire first fish five floor flower food foot for force forest four free fresh
    friday friend from front full game garden gas gate general get girl give go god gold golden good government grand
    grant gray great green grey ground group grove guard guide had hall hand happy hard harmony has have he head health
    heart heaven help her here hero high hill him his holiday hollywood home honor hope hospital hot hotel house how
    hundred i ice if imperial in independence industry into island it its january jersey job join judge july june just
    justice keep key kind king kitchen know lady lake land large last late law lead league learn left legacy less let
    liberty life light like limit line little live long look lord lost love low lower lunch magic main make man many
    march mark market marks mass master may mayor me media meeting member men merit message metro middle might mile
    military mill mine miss mission mobile model modern moment monday money month moon more morning most mother motor
    mountain much music must my name national natural nature near need never new news next nice night nine nice no none
    north not note nothing november now number nurse oak ocean october of off office officer officers official
    oil ok old
    olympia on once one only open opportunity or orange order other others our out over own page palace park part party
    past path paul peace people perfect person pine place plain plan plant play plaza point police pool poor pope port
    post power premier present president press price pride prime private progress prospect protection public pure put
    quality quarter queen question race radio rain ranch read reading real recreation red reform region report rest
    retreat return rice rich right ring rise river road rock rocky roman rose round royal ruby rule run safe sale same
    sand saturday save say school science sea season second secretary security see senior september service seven
    several shall she shell shop short show side silver since single sister six sky small smart so some son soon sound
    source south space special spirit sport sports spring square star start state station stay steel stone store story
    street strong student such summer summit sun sunday sunrise sunset super support sure surprise table take tea team
    ten tenth than that the their them then there these they thing think third this those though thousand three
    through thursday time to today together tomorrow too top total tour tower town trade trail train travel tree trinity
    true trust truth tuesday twin two under union unity university up upper us valley very victory view village vision
    volunteer wall want war was watch water way we wednesday week welcome well were west what wheel when where which
    while white who why wild will wind window wing winter with woman women wonder wood word work world would year years
    yes yesterday yet you young your youth zone western eastern northern southern northeast northwest southeast
    southwest superior commerce congress olympic supreme arab pack christmas clinton mary jesus titan delta chamber
    liberal continental marines conservative democrat democrats republican republicans mr mrs ms dr sheriff county
    parish district highway interstate avenue honda ford toyota chevrolet chrysler duma knesset hamas fatah imperial
    bishop bush obama holy dog cat olympia premier bonus regional junction beacon crescent phoenix titan advance
    advertiser american african european asian catholic christian muslim jewish baptist methodist lutheran native still
    spokesman administration authorities agriculture academy athletics auditor treasurer clerk finance hundreds
    dozens several april august december internet google twitter facebook"""
)

MONTHS_AND_DAYS = words(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat
    sun"""
)

# What sentences begin with, and never a name.
NEVER_FIRST = words(
    """the a an this that these those it its he she they we i his her their our my you your in on at by for from with to
    of and but or as if when while after before since until although though because however meanwhile according there
    here what who which where why how all both each some many most no not one two three four five six seven eight nine
    ten more other another also then so yet still now today yesterday earlier later last next first second under over
    during despite between among about such only even just several few neither either once nearly almost mr mrs ms"""
)

# Before a place it says which part of it is meant: the place itself all the same.
DIRECTIONS = words(
    """north south east west northern southern eastern western central downtown greater northeast northwest southeast
    southwest upper lower near old mid"""
)
