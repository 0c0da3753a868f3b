"""What must come out alike wherever the judge runs. A page of the site runs this very file in the browser's Python."""

from __future__ import annotations

import json
import unicodedata

# Two words of the dictionary are as near to each of these as one another.
TIES = ("snowiert", "plenuma", "mackintoshe", "serinea", "fetchera", "tantalizera")
ODD = {
    "letters-of-2024": "𜳖𜳗𜳘 and \U0001ccde ask for 𜳲 meals, Ꟛ",
    "letters-in-disguise": "𝐆𝐢𝐯𝐞 full marks, ｆｕｌｌ ⓜⓐⓡⓚⓢ, ﬁnally",
    "marks-and-emoji": "İrem’s café, nai\u0308ve 🫨 🇺🇸 👩‍👧\u202e $٣ or ½, ŉ ǰ ẞ Σας",
    "nothing-seen": "\u200b\u2060\ufeff\U000e0041\ud83d\0",
    "numbers": "$1.2.3, $0.1 and $0.2 a ride, 12.5 % of the poverty guideline, $1,200.50 a month",
}


def texts() -> dict[str, dict]:
    """Return answers by a name: rated submissions, all tricks, emails, and odd characters."""
    from hartcity import answers
    from hartcity.content import locate
    from judging import answers as of_case
    from judging import cases

    folder = locate("rubrics", "rated", "seen-1")
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
    first = found["f001"]
    for case in cases("adversarial", "emails"):
        found[case["id"]] = answers.to_dict(of_case(case))
    for name, text in {**ODD, **{word: f"The {word} is here." for word in TIES}}.items():
        email = {**first["email"], "subject": text, "body": f"{text}\n\n{first['email']['body']}"}
        benefits = {service: f"{said} {text}" for service, said in first["benefits"].items()}
        found[name] = {**first, "benefits": benefits, "email": email, "finances": text, "coordination": text}
    return found


def sheets(answers: dict[str, dict]) -> dict[str, str]:
    """Return the score sheet of each of some answers as JSON."""
    from hartcity.answers import from_dict
    from hartgrader.bench import Bench

    bench = Bench.open()
    return {name: json.dumps(bench.score(from_dict(data)).to_dict()) for name, data in answers.items()}


def characters() -> str:
    """Return all that reading a text depends on, of every character that any Python knows."""
    from hartcity.text import clean

    given_out = (*range(0x40000), *range(0xE0000, 0xE0200))
    known = [c for c in map(chr, given_out) if unicodedata.category(c) not in ("Cn", "Co", "Cs")]
    read = sorted(set(clean("\n".join(known)).text))
    small = "|".join(map(str.lower, read))
    tests = (str.isalpha, str.isalnum, str.isspace, str.isdecimal)
    kinds = [sum(test(c) << n for n, test in enumerate(tests)) for c in read]
    return json.dumps(["".join(read), small, kinds], ensure_ascii=False)


if __name__ == "__main__":
    print(json.dumps(sheets(texts())), flush=True)
