"""Examples of the standards, word for word, to hold our reading against.

From "OpenRTB v2.6" (IAB Tech Lab, github.com/InteractiveAdvertisingBureau/openrtb2.x, 2.6-202606; sections 6.2.1,
6.3.1, 6.3.3 and 6.3.4) and its extensions gpc.md and dsa_transparency.md (InteractiveAdvertisingBureau/openrtb).
Copyright IAB Technology Laboratory; licensed under Creative Commons Attribution 3.0 (CC BY 3.0).
"""

SIMPLE_BANNER_REQUEST = """{
  "id": "80ce30c53c16e6ede735f123ef6e32361bfc7b22",
  "at": 1,
  "cur": ["USD"],
  "imp": [{"id": "1", "bidfloor": 0.03, "banner": {"h": 250, "w": 300, "pos": 0}}],
  "site": {
    "id": "102855",
    "cat": ["IAB3-1"],
    "domain": "www.foobar.com",
    "page": "http://www.foobar.com/1234.html",
    "publisher": {"id": "8953", "name": "foobar.com", "cat": ["IAB3-1"], "domain": "foobar.com"}
  },
  "user": {"id": "55816b39711f9b5acf3b90e313ed29e51665623f"}
}"""

AD_SERVED_ON_WIN_NOTICE = """{
  "id": "1234567890",
  "bidid": "abc1123",
  "cur": "USD",
  "seatbid": [
    {
      "seat": "512",
      "bid": [
        {
          "id": "1",
          "impid": "102",
          "price": 9.43,
          "nurl": "http://adserver.com/winnotice?impid=102",
          "iurl": "http://adserver.com/pathtosampleimage",
          "adomain": ["advertiserdomain.com"],
          "cid": "campaign111",
          "crid": "creative112",
          "attr": [1, 2, 3, 4, 5, 6, 7, 12]
        }
      ]
    }
  ]
}"""

DIRECT_DEAL = """{
  "id": "1234567890",
  "bidid": "abc1123",
  "cur": "USD",
  "seatbid": [
    {
      "seat": "512",
      "bid": [
        {
          "id": "1",
          "impid": "102",
          "price": 5.00,
          "dealid": "ABC-1234-6789",
          "nurl": "http: //adserver.com/winnotice?impid=102",
          "adomain": ["advertiserdomain.com"],
          "iurl": "http: //adserver.com/pathtosampleimage",
          "cid": "campaign111",
          "crid": "creative112",
          "adid": "314",
          "attr": [1, 2, 3, 4]
        }
      ]
    }
  ]
}"""

NATIVE_INLINE = """{
  "id": "123",
  "seatbid": [
    {
      "bid": [
        {
          "id": "12345",
          "impid": "2",
          "price": 3.00,
          "nurl": "http://example.com/winnoticeurl",
          "adm": "{\\"native\\":{\\"ver\\":\\"1.0\\",\\"link\\":{},\\"imptrackers\\":[],\\"assets\\":[]}}"
        }
      ]
    }
  ]
}"""

GPC = """{"regs": {"ext": {"gpc": "1"}}}"""

DSA_REQUEST = """{
  "id": "80ce30c53c16e6ede735f123ef6e32361bfc7b22",
  "at": 1,
  "cur": ["USD"],
  "regs": {"ext": {"dsa": {"dsarequired": 3, "pubrender": 0, "datatopub": 2, "transparency": [
    {"domain": "platform1domain.com", "dsaparams": [1]}, {"domain": "SSP2domain.com", "dsaparams": [1, 2]}]}}},
  "imp": [{"id": "1"}],
  "site": {"id": "102855"},
  "user": {"id": "55816b39711f9b5acf3b90e313ed29e51665623f"}
}"""

# Dynamic Native Ads 1.2, 6.1 (github.com/InteractiveAdvertisingBureau/Native-Ads, CC BY 3.0), its quotes made JSON's.
NATIVE_REQUEST = """{
  "ver": "1.2", "context": 2, "contextsubtype": 20, "plcmttype": 11, "plcmtcnt": 1, "aurlsupport": 0, "privacy": 1,
  "eventtrackers": [{"event": 1, "methods": [1, 2]}, {"event": 2, "methods": [1]}],
  "assets": [
    {"id": 123, "required": 1, "title": {"len": 140}},
    {"id": 128, "required": 0, "img": {"wmin": 836, "hmin": 627, "type": 3}},
    {"id": 124, "required": 1, "img": {"wmin": 50, "hmin": 50, "type": 1}},
    {"id": 126, "required": 1, "data": {"type": 1, "len": 25}},
    {"id": 127, "required": 1, "data": {"type": 2, "len": 140}}
  ]
}"""
