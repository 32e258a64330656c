"""The currencies of ISO 4217 by code, with names in both languages, and their minor units.

Names are those of CLDR. Codes without a minor unit (metals, special drawing rights, tests) are left out.
"""

from docgen.audience import Choice
from docgen.wording import minor_places

_USUAL = {
    "rmb": "CNY",
    "人民币元": "CNY",
    "us$": "USD",
    "美金": "USD",
    "€": "EUR",
    "£": "GBP",
    "hk$": "HKD",
    "港元": "HKD",
}
"""What people write for a currency that can mean no other one; $ and ¥ can."""


class Currency(Choice):
    """The currencies that prices can be in, by ISO 4217 code."""

    CNY = "CNY", "Chinese yuan", "人民币"
    USD = "USD", "US dollar", "美元"
    EUR = "EUR", "Euro", "欧元"
    GBP = "GBP", "Pound sterling", "英镑"
    JPY = "JPY", "Japanese yen", "日元"
    HKD = "HKD", "Hong Kong dollar", "港币"
    AED = "AED", "UAE dirham", "阿联酋迪拉姆"
    AFN = "AFN", "Afghan Afghani", "阿富汗尼"
    ALL = "ALL", "Albanian lek", "阿尔巴尼亚列克"
    AMD = "AMD", "Armenian dram", "亚美尼亚德拉姆"
    AOA = "AOA", "Angolan kwanza", "安哥拉宽扎"
    ARS = "ARS", "Argentine peso", "阿根廷比索"
    AUD = "AUD", "Australian dollar", "澳大利亚元"
    AWG = "AWG", "Aruban florin", "阿鲁巴弗罗林"
    AZN = "AZN", "Azerbaijani manat", "阿塞拜疆马纳特"
    BAM = "BAM", "Bosnia-Herzegovina convertible mark", "波斯尼亚-黑塞哥维那可兑换马克"
    BBD = "BBD", "Barbadian dollar", "巴巴多斯元"
    BDT = "BDT", "Bangladeshi taka", "孟加拉塔卡"
    BHD = "BHD", "Bahraini dinar", "巴林第纳尔"
    BIF = "BIF", "Burundian franc", "布隆迪法郎"
    BMD = "BMD", "Bermudan dollar", "百慕大元"
    BND = "BND", "Brunei dollar", "文莱元"
    BOB = "BOB", "Bolivian boliviano", "玻利维亚诺"
    BOV = "BOV", "Bolivian mvdol", "玻利维亚 Mvdol（资金）"
    BRL = "BRL", "Brazilian real", "巴西雷亚尔"
    BSD = "BSD", "Bahamian dollar", "巴哈马元"
    BTN = "BTN", "Bhutanese ngultrum", "不丹努尔特鲁姆"
    BWP = "BWP", "Botswanan pula", "博茨瓦纳普拉"
    BYN = "BYN", "Belarusian ruble", "白俄罗斯卢布"
    BZD = "BZD", "Belize dollar", "伯利兹元"
    CAD = "CAD", "Canadian dollar", "加拿大元"
    CDF = "CDF", "Congolese franc", "刚果法郎"
    CHE = "CHE", "WIR euro", "欧元 (WIR)"
    CHF = "CHF", "Swiss franc", "瑞士法郎"
    CHW = "CHW", "WIR franc", "法郎 (WIR)"
    CLF = "CLF", "Chilean unit of account (UF)", "智利（资金）"
    CLP = "CLP", "Chilean peso", "智利比索"
    COP = "COP", "Colombian peso", "哥伦比亚比索"
    COU = "COU", "Colombian real value unit", "哥伦比亚币"
    CRC = "CRC", "Costa Rican colón", "哥斯达黎加科朗"
    CUP = "CUP", "Cuban peso", "古巴比索"
    CVE = "CVE", "Cape Verdean escudo", "佛得角埃斯库多"
    CZK = "CZK", "Czech koruna", "捷克克朗"
    DJF = "DJF", "Djiboutian franc", "吉布提法郎"
    DKK = "DKK", "Danish krone", "丹麦克朗"
    DOP = "DOP", "Dominican peso", "多米尼加比索"
    DZD = "DZD", "Algerian dinar", "阿尔及利亚第纳尔"
    EGP = "EGP", "Egyptian pound", "埃及镑"
    ERN = "ERN", "Eritrean nakfa", "厄立特里亚纳克法"
    ETB = "ETB", "Ethiopian birr", "埃塞俄比亚比尔"
    FJD = "FJD", "Fijian dollar", "斐济元"
    FKP = "FKP", "Falkland Islands pound", "福克兰群岛镑"
    GEL = "GEL", "Georgian lari", "格鲁吉亚拉里"
    GHS = "GHS", "Ghanaian cedi", "加纳塞地"
    GIP = "GIP", "Gibraltar pound", "直布罗陀镑"
    GMD = "GMD", "Gambian dalasi", "冈比亚达拉西"
    GNF = "GNF", "Guinean franc", "几内亚法郎"
    GTQ = "GTQ", "Guatemalan quetzal", "危地马拉格查尔"
    GYD = "GYD", "Guyanaese dollar", "圭亚那元"
    HNL = "HNL", "Honduran lempira", "洪都拉斯伦皮拉"
    HTG = "HTG", "Haitian gourde", "海地古德"
    HUF = "HUF", "Hungarian forint", "匈牙利福林"
    IDR = "IDR", "Indonesian rupiah", "印度尼西亚卢比"
    ILS = "ILS", "Israeli new shekel", "以色列新谢克尔"
    INR = "INR", "Indian rupee", "印度卢比"
    IQD = "IQD", "Iraqi dinar", "伊拉克第纳尔"
    IRR = "IRR", "Iranian rial", "伊朗里亚尔"
    ISK = "ISK", "Icelandic króna", "冰岛克朗"
    JMD = "JMD", "Jamaican dollar", "牙买加元"
    JOD = "JOD", "Jordanian dinar", "约旦第纳尔"
    KES = "KES", "Kenyan shilling", "肯尼亚先令"
    KGS = "KGS", "Kyrgyz som", "吉尔吉斯斯坦索姆"
    KHR = "KHR", "Cambodian riel", "柬埔寨瑞尔"
    KMF = "KMF", "Comorian franc", "科摩罗法郎"
    KPW = "KPW", "North Korean won", "朝鲜元"
    KRW = "KRW", "South Korean won", "韩元"
    KWD = "KWD", "Kuwaiti dinar", "科威特第纳尔"
    KYD = "KYD", "Cayman Islands dollar", "开曼元"
    KZT = "KZT", "Kazakhstani tenge", "哈萨克斯坦坚戈"
    LAK = "LAK", "Laotian kip", "老挝基普"
    LBP = "LBP", "Lebanese pound", "黎巴嫩镑"
    LKR = "LKR", "Sri Lankan rupee", "斯里兰卡卢比"
    LRD = "LRD", "Liberian dollar", "利比里亚元"
    LSL = "LSL", "Lesotho loti", "莱索托洛蒂"
    LYD = "LYD", "Libyan dinar", "利比亚第纳尔"
    MAD = "MAD", "Moroccan dirham", "摩洛哥迪拉姆"
    MDL = "MDL", "Moldovan leu", "摩尔多瓦列伊"
    MGA = "MGA", "Malagasy ariary", "马达加斯加阿里亚里"
    MKD = "MKD", "Macedonian denar", "马其顿第纳尔"
    MMK = "MMK", "Myanmar kyat", "缅甸元"
    MNT = "MNT", "Mongolian tugrik", "蒙古图格里克"
    MOP = "MOP", "Macanese pataca", "澳门币"
    MRU = "MRU", "Mauritanian ouguiya", "毛里塔尼亚乌吉亚"
    MUR = "MUR", "Mauritian rupee", "毛里求斯卢比"
    MVR = "MVR", "Maldivian rufiyaa", "马尔代夫卢菲亚"
    MWK = "MWK", "Malawian kwacha", "马拉维克瓦查"
    MXN = "MXN", "Mexican peso", "墨西哥比索"
    MXV = "MXV", "Mexican investment unit", "墨西哥（资金）"
    MYR = "MYR", "Malaysian ringgit", "马来西亚林吉特"
    MZN = "MZN", "Mozambican metical", "莫桑比克美提卡"
    NAD = "NAD", "Namibian dollar", "纳米比亚元"
    NGN = "NGN", "Nigerian naira", "尼日利亚奈拉"
    NIO = "NIO", "Nicaraguan córdoba", "尼加拉瓜科多巴"
    NOK = "NOK", "Norwegian krone", "挪威克朗"
    NPR = "NPR", "Nepalese rupee", "尼泊尔卢比"
    NZD = "NZD", "New Zealand dollar", "新西兰元"
    OMR = "OMR", "Omani rial", "阿曼里亚尔"
    PAB = "PAB", "Panamanian balboa", "巴拿马巴波亚"
    PEN = "PEN", "Peruvian sol", "秘鲁索尔"
    PGK = "PGK", "Papua New Guinean kina", "巴布亚新几内亚基那"
    PHP = "PHP", "Philippine peso", "菲律宾比索"
    PKR = "PKR", "Pakistani rupee", "巴基斯坦卢比"
    PLN = "PLN", "Polish zloty", "波兰兹罗提"
    PYG = "PYG", "Paraguayan guarani", "巴拉圭瓜拉尼"
    QAR = "QAR", "Qatari riyal", "卡塔尔里亚尔"
    RON = "RON", "Romanian leu", "罗马尼亚列伊"
    RSD = "RSD", "Serbian dinar", "塞尔维亚第纳尔"
    RUB = "RUB", "Russian ruble", "俄罗斯卢布"
    RWF = "RWF", "Rwandan franc", "卢旺达法郎"
    SAR = "SAR", "Saudi riyal", "沙特里亚尔"
    SBD = "SBD", "Solomon Islands dollar", "所罗门群岛元"
    SCR = "SCR", "Seychellois rupee", "塞舌尔卢比"
    SDG = "SDG", "Sudanese pound", "苏丹镑"
    SEK = "SEK", "Swedish krona", "瑞典克朗"
    SGD = "SGD", "Singapore dollar", "新加坡元"
    SHP = "SHP", "St. Helena pound", "圣赫勒拿群岛磅"
    SLE = "SLE", "Sierra Leonean leone", "塞拉利昂新利昂"
    SOS = "SOS", "Somali shilling", "索马里先令"
    SRD = "SRD", "Surinamese dollar", "苏里南元"
    SSP = "SSP", "South Sudanese pound", "南苏丹镑"
    STN = "STN", "São Tomé and Príncipe dobra", "圣多美和普林西比多布拉"
    SVC = "SVC", "Salvadoran colón", "萨尔瓦多科朗"
    SYP = "SYP", "Syrian pound", "叙利亚镑"
    SZL = "SZL", "Swazi lilangeni", "斯威士兰里兰吉尼"
    THB = "THB", "Thai baht", "泰铢"
    TJS = "TJS", "Tajikistani somoni", "塔吉克斯坦索莫尼"
    TMT = "TMT", "Turkmenistani manat", "土库曼斯坦马纳特"
    TND = "TND", "Tunisian dinar", "突尼斯第纳尔"
    TOP = "TOP", "Tongan paʻanga", "汤加潘加"
    TRY = "TRY", "Turkish lira", "土耳其里拉"
    TTD = "TTD", "Trinidad and Tobago dollar", "特立尼达和多巴哥元"
    TWD = "TWD", "New Taiwan dollar", "新台币"
    TZS = "TZS", "Tanzanian shilling", "坦桑尼亚先令"
    UAH = "UAH", "Ukrainian hryvnia", "乌克兰格里夫纳"
    UGX = "UGX", "Ugandan shilling", "乌干达先令"
    USN = "USN", "US dollar (next day)", "美元（次日）"
    UYI = "UYI", "Uruguayan peso (indexed units)", "乌拉圭比索（索引单位）"
    UYU = "UYU", "Uruguayan peso", "乌拉圭比索"
    UYW = "UYW", "Uruguayan nominal wage index unit", "乌拉圭票面工资指数单位"
    UZS = "UZS", "Uzbekistani som", "乌兹别克斯坦苏姆"
    VED = "VED", "Venezuelan digital bolívar", "委内瑞拉主权币"
    VES = "VES", "Venezuelan bolívar", "委内瑞拉玻利瓦尔"
    VND = "VND", "Vietnamese dong", "越南盾"
    VUV = "VUV", "Vanuatu vatu", "瓦努阿图瓦图"
    WST = "WST", "Samoan tala", "萨摩亚塔拉"
    XAF = "XAF", "Central African CFA franc", "中非法郎"
    XCD = "XCD", "East Caribbean dollar", "东加勒比元"
    XCG = "XCG", "Caribbean guilder", "加勒比盾"
    XOF = "XOF", "West African CFA franc", "西非法郎"
    XPF = "XPF", "CFP franc", "太平洋法郎"
    YER = "YER", "Yemeni rial", "也门里亚尔"
    ZAR = "ZAR", "South African rand", "南非兰特"
    ZMW = "ZMW", "Zambian kwacha", "赞比亚克瓦查"
    ZWG = "ZWG", "Zimbabwean gold", "津巴布韦金元"

    @classmethod
    def _missing_(cls, value: object) -> "Currency | None":
        usual = _USUAL.get(str(value).strip().casefold())
        return cls(usual) if usual else super()._missing_(value)

    @property
    def places(self) -> int:
        """The decimals of the currency's minor unit."""
        return minor_places(self.value)

    @property
    def plural(self) -> str:
        """The English name of several units."""
        return _PLURALS.get(self.value) or f"{self.title_en}s"


_PLURALS = {
    "CNY": "Chinese yuan",
    "JPY": "Japanese yen",
    "ALL": "Albanian lekë",
    "AWG": "Aruban florin",
    "CLF": "Chilean units of account (UF)",
    "DKK": "Danish kroner",
    "ISK": "Icelandic krónur",
    "KPW": "North Korean won",
    "KRW": "South Korean won",
    "MDL": "Moldovan lei",
    "MGA": "Malagasy ariaries",
    "MKD": "Macedonian denari",
    "NOK": "Norwegian kroner",
    "PEN": "Peruvian soles",
    "PGK": "Papua New Guinean kina",
    "RON": "Romanian lei",
    "SEK": "Swedish kronor",
    "SVC": "Salvadoran colones",
    "SZL": "Swazi emalangeni",
    "THB": "Thai baht",
    "TMT": "Turkmenistani manat",
    "TOP": "Tongan paʻanga",
    "USN": "US dollars (next day)",
    "UYI": "Uruguayan pesos (indexed units)",
    "UZS": "Uzbekistani som",
    "VND": "Vietnamese dong",
    "WST": "Samoan tala",
    "ZAR": "South African rand",
    "ZWG": "Zimbabwean gold",
}
