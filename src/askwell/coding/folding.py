"""One-to-one folding of text for features: same length, so every offset still holds."""

_TRADITIONAL = (
    "們個來時為這說對與沒會過還後點現實問題樣應該進開關長東車間產業務機電話聽見覺讓請給買賣錢貴價單報訂"
    "約簽發貨運輸庫檢測試驗質標準備設計數據統網線頻錄聯絡節認識記憶費擔風險難緊慮決選擇願學習團隊員層級門"
    "總經濟獨專擴張達環續績結構組織終級導師課廠製總體構歲幾兩萬億斷補償損壞舊換華國際灣萊雲貸購賬帳務銷"
    "競爭優勢減輕負擔處復雜簡單動靜態夠並嗎麼啥裡裏邊當場滿穩慢馬紅綠藍頭腦麼啟動愛親戰術際陽陰雙隨時轉診醫療藥護"
)
_SIMPLIFIED = (
    "们个来时为这说对与没会过还后点现实问题样应该进开关长东车间产业务机电话听见觉让请给买卖钱贵价单报订"
    "约签发货运输库检测试验质标准备设计数据统网线频录联络节认识记忆费担风险难紧虑决选择愿学习团队员层级门"
    "总经济独专扩张达环续绩结构组织终级导师课厂制总体构岁几两万亿断补偿损坏旧换华国际湾莱云贷购账账务销"
    "竞争优势减轻负担处复杂简单动静态够并吗么啥里里边当场满稳慢马红绿蓝头脑么启动爱亲战术际阳阴双随时转诊医疗药护"
)
_FOLD = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def folded(text: str) -> str:
    """Lower case and simplified characters, code point by code point (a letter whose lower case is longer stays)."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLD)
