"""Proposals of what stands at the beginning: the preface, and why the paper is made (forms C and D)."""

from reports.proposing.wording import (
    ITA,
    YEAR,
    asks_are_known,
    both,
    has_scores,
    name_words,
    nothing_yet,
    numbered,
    result_words,
    text_of,
)
from reports.prose import cited
from reports.score_facts import InstrumentScore, ScoreYear


def preface(facts: ScoreYear) -> str:
    """Form C, คำนำ: what the assessment is for, what this report holds and what it is meant for."""
    owner = name_words(facts.owner)
    title = f"รายงานการวิเคราะห์ผล{ITA} ประจำ{YEAR} {facts.fiscal_year}"
    if not has_scores(facts):
        return text_of((f"{owner}จัดทำ{title} ขึ้น{_without_scores(facts)}", nothing_yet(facts)))
    return text_of((
        f"{ITA} (Integrity and Transparency Assessment: ITA) เป็นเครื่องมือที่ช่วยให้หน่วยงานภาครัฐ"
        "ได้ทราบระดับคุณธรรมและความโปร่งใสของตน เห็นประเด็นที่ควรปรับปรุง "
        "และนำไปพัฒนาการปฏิบัติงานและการให้บริการให้ประชาชนเชื่อมั่นยิ่งขึ้น",
        f"{owner}จึงจัดทำ{title} โดยนำคะแนน{_levels_of_detail(facts)}มาวิเคราะห์ เพื่อให้ทราบจุดแข็งและประเด็นที่ต้องพัฒนา "
        f"และใช้เป็นข้อมูลประกอบการกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสของหน่วยงาน ประจำ{YEAR} {facts.plan_year}",
        f"{owner}หวังว่ารายงานฉบับนี้จะเป็นประโยชน์ต่อผู้บริหาร เจ้าหน้าที่ และผู้เกี่ยวข้อง "
        "ในการร่วมกันยกระดับคุณธรรมและความโปร่งใสของหน่วยงานให้ดียิ่งขึ้น",
    ))  # fmt: skip


def rationale(facts: ScoreYear) -> str:
    """Form C, ๑ หลักการและเหตุผล: the assessment and its instruments, the result, why it is analysed."""
    if not has_scores(facts):
        return text_of((nothing_yet(facts), f"รายงานฉบับนี้จัดทำขึ้น{_without_scores(facts)}"))
    return text_of((
        *_assessment(facts),
        _result(facts),
        f"เพื่อให้การยกระดับคุณธรรมและความโปร่งใสเป็นไปอย่างต่อเนื่องและตรงกับประเด็นที่ต้องพัฒนา {name_words(facts.owner)}"
        "จึงวิเคราะห์ผลการประเมินดังกล่าว จัดทำข้อเสนอแนะ และกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
        f"สำหรับ{YEAR} {facts.plan_year} พร้อมผู้รับผิดชอบและการกำกับติดตาม",
    ))  # fmt: skip


def plan_rationale(facts: ScoreYear) -> str:
    """Form D, ๑ หลักการและเหตุผล: the same, for a plan of measures."""
    if not has_scores(facts):
        return text_of((nothing_yet(facts), f"เอกสารฉบับนี้จัดทำขึ้น{_without_scores(facts)}"))
    return text_of((
        *_assessment(facts),
        _result(facts),
        f"{name_words(facts.owner)}จึงจัดทำมาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน ประจำ{YEAR} {facts.plan_year} "
        "โดยใช้ผลการประเมินดังกล่าวเป็นฐานในการกำหนดแนวทางการดำเนินการ การกำกับติดตาม และผู้รับผิดชอบ "
        "เพื่อให้ทุกส่วนงานถือปฏิบัติไปในทางเดียวกันและตรวจสอบได้",
    ))  # fmt: skip


def _assessment(facts: ScoreYear) -> tuple[str, ...]:
    about = (
        f"{ITA} (ITA) เป็นการประเมินที่สำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ (สำนักงาน ป.ป.ช.) "
        "จัดให้มีขึ้นเพื่อส่งเสริมให้หน่วยงานภาครัฐตระหนักถึงการดำเนินงานอย่างโปร่งใสและตรวจสอบได้ "
        "ผลการประเมินสะท้อนทั้งการรับรู้ของบุคลากรภายใน การรับรู้ของผู้รับบริการ และการเปิดเผยข้อมูลต่อสาธารณะ"
    )
    if not facts.instruments:
        return (about,)
    begins = f"การประเมินประจำ{YEAR} {facts.fiscal_year} ใช้เครื่องมือ {len(facts.instruments)} ประเภท ดังนี้"
    return about, f"{begins}\n{numbered(_instrument(facts, one) for one in facts.instruments)}"


def _instrument(facts: ScoreYear, one: InstrumentScore) -> str:
    mine = [indicator.name for indicator in facts.indicators if indicator.instrument == one.code]
    names = [cited(name) for name in mine if name]
    words = f"{cited(one.name)} ({one.code}) น้ำหนักร้อยละ {one.weight.normalize():f}"
    return f"{words} จำนวน {len(names)} ตัวชี้วัด ได้แก่ {both(names)}" if names else words


def _result(facts: ScoreYear) -> str:
    if facts.overall is None:
        return f"ใน{YEAR} {facts.fiscal_year} {name_words(facts.owner)}มีคะแนนผลการประเมินแล้วบางส่วน แต่ยังไม่มีคะแนนในภาพรวม"
    return f"ใน{YEAR} {facts.fiscal_year} {name_words(facts.owner)}ได้คะแนนในภาพรวม {result_words(facts)}"


def _without_scores(facts: ScoreYear) -> str:
    return f"เพื่อแสดงมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำ{YEAR} {facts.plan_year} เท่าที่มีอยู่"


def _levels_of_detail(facts: ScoreYear) -> str:
    """What the scores are known for: "ในภาพรวม รายเครื่องมือ และรายตัวชี้วัด"."""
    known = {
        "ในภาพรวม": facts.overall is not None,
        "รายเครื่องมือ": any(one.score is not None for one in facts.instruments),
        "รายตัวชี้วัด": any(one.score is not None for one in facts.indicators),
        "รายข้อคำถาม": asks_are_known(facts),
    }
    return both([words for words, is_known in known.items() if is_known])
