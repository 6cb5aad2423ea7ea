"""What the workbook says about itself: each column in plain words, with an example."""

from app.errors import N_

TITLE = N_("How to fill in this workbook")
STEPS = (
    N_("1. Change what is to change on the sheet “Items”: one row is one item. Leave the row of headers as it is."),
    N_(
        "2. A new item is a new row. Its number may stay empty: it then gets the next free one. Never change the "
        "number of an item that stays, so that its results can be compared over the years."
    ),
    N_("3. An item that is not wanted for now: write No under “In use”, so that it can come back. Or delete its row."),
    N_(
        "4. Save the file as .xlsx and upload it. Every problem is shown with its row and column, and nothing changes "
        "before you have seen the difference and published it."
    ),
)
NOTES = (
    N_(
        "Columns may stand in any order and may be left out. Merged cells of a section are understood. Hidden rows and "
        "columns are read, hidden sheets are not."
    ),
    N_("Columns that are seldom needed are folded away at the right: the + above the columns opens them."),
)
CONDITIONS = N_(
    "A condition compares the answer of an item, with = ≠ > < ≥ ≤, has and lacks for several choices, empty and "
    "filled; several are joined by and, or. Where no item is named it is about the item itself."
)
EXAMPLES = (
    (N_("CL04-02=“Does not conform”"), N_("CL04-02 does not conform")),
    (N_("CL02-21≥3 and CL02-01≠“Did not occur”"), N_("CL02-21 counts at least 3, and CL02-01 occurred")),
    (N_("CL18-01=“Hall” or CL18-01=“Hotline”"), N_("one of these two options was chosen")),
    (N_("CL18-02 has “App”"), N_("this is among the choices; words with blanks, letters or figures stand in quotes")),
    (N_("≥180"), N_("the figure of the item itself is at least 180")),
    (N_("this=“Does not conform”"), N_("the item itself does not conform")),
)
HEADERS = (N_("Column"), N_("Needed"), N_("What to write"), N_("Example"))

# By property: what to write, and an example, which for fixed words is their code.
FORM = {
    "id": (N_("Letters and figures, such as CL02. It never changes, and new items are numbered after it."), "CL02"),
    "title": (N_("What the checklist is called, at most 100 characters."), "营业厅用语与接待"),
    "title_en": (N_("For readers of English. May stay empty."), "Language and reception in the hall"),
    "purpose": (N_("An inspection is judged and scored, a record is only filled in."), "inspection"),
    "unplanned": (N_("Yes when inspectors may also use it without a task."), "yes"),
    "kinds": (
        N_("The kinds of sites it is made for; empty means all. Service hall, hotline, website, crew, office."),
        "营业厅、热线",
    ),
    "about": (N_("To whom and how it applies, in a few sentences."), "适用于营业厅全体营业人员"),
    "about_en": (N_("For readers of English. May stay empty."), ""),
    "version": (
        N_("Leave it as it is: by it a version that somebody publishes meanwhile is not undone unseen."),
        "",
    ),
    "same_facts": (
        N_(
            "Numbers of items that one fact can hit together; they then count once, at the worst. One group in each "
            "row: copy this row for more."
        ),
        "CL02-15、CL02-25",
    ),
}
ITEMS = {
    "id": (
        N_("Empty for a new item: it gets the next free number. Never change the number of an item that stays."),
        "CL02-10",
    ),
    "section": (N_("Part of the checklist. Empty means the same as above, a new name begins a new part."), "主动接待"),
    "text": (N_("What is checked, close to the words of the standard. At most 1,000 characters."), "客户来时主动接待"),
    "short": (N_("A few characters, shown in covert work so that nobody can read along."), "主动招呼"),
    "clause": (
        N_("Id or number of the clause, from the sheet “Clauses”. Empty for what no standard demands."),
        "D2-4.1.7",
    ),
    "severity": (N_("How much a failing weighs."), "general"),
    "kind": (N_("How the inspector answers."), "verdict"),
    "subject": (N_("Whether a post or the department answers for it."), "post"),
    "approach:open": (N_("A √ under every way of visiting in which the item is checked. There are six columns."), "√"),
    "evidence": (N_("What must be written down or kept when it does not conform."), "写明时刻与经过"),
    "photo": (N_("Whether a photo belongs to it. Covert work never needs one."), "conditional"),
    "on": (N_("No keeps the item and asks it nowhere; empty means yes."), "yes"),
    "source": (N_("Where an item comes from that cites no clause."), "外加：同业惯例"),
    "occasion": (N_("For a judgement on occasion: on what occasion it is judged."), "排队等候时"),
    "options": (
        N_(
            "For items with options or parts: one on each line (Alt+Enter). Behind = stands what choosing it means, if "
            "it decides. Leave what stands in [ ] as it is; a new option needs none."
        ),
        "有公示牌=符合\n没有公示牌=不符合",
    ),
    "unit": (N_("The unit of a count or number."), "次"),
    "hint": (N_("A sentence of help, shown under the item."), "从客户进门起计时"),
    "ask_if": (
        N_("The item is asked only when this holds. How conditions are written stands below."),
        "CL04-02=不符合",
    ),
    "photo_if": (N_("A photo is needed only when this holds."), "本项=不符合"),
    "fail_if": (N_("When this holds, “does not conform” is proposed. The inspector may decide otherwise."), "≥180"),
    "valid_if": (N_("What a value must satisfy to be right. If it does not, the inspector is asked to look."), "≤3600"),
    "valid_message": (N_("What the inspector is told then."), "等候很少超过一小时，请核对"),
    "default": (N_("What stands there before anything is entered."), "0"),
    "required": (N_("Yes when it should not be left out."), "yes"),
    "judged": (N_("No when it is only written down and takes no verdict."), "no"),
    "kinds": (N_("Kinds of sites where this one item is asked. Empty means as the whole checklist."), "营业厅"),
    "county": (N_("Yes when it is asked only at the sites of county companies."), "yes"),
    "section_en": (N_("The part in English. All English columns may stay empty."), "Reception"),
    "options_en": (N_("The options in English, one on each line, in the same order."), "Shown\nNot shown"),
}
