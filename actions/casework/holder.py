"""At the window, for whoever holds number and code: `python -m actions.casework.holder copy NUMBER FILE`, or `delete`.

The code is typed unseen, or is the first line of standard input; it never stands in a command line.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from actions.casework.database import url_from
from actions.casework.encryption import keys_from
from actions.casework.erasure import Outcome
from actions.casework.errors import CaseworkError, NotRecognised, TooManyTries
from actions.casework.personal import words_for
from actions.casework.store import Records

SURE = "删除"
_ONLY_OWNER = 0o600


def typed(prompt: str) -> str:
    """What somebody types unseen; of an input that is no terminal, its next line."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()


def write_copy(records: Records, number: str, code: str, file: Path) -> str:
    """Write the text, and the data beside it, for the owner only; raises OSError for a file that is there already."""
    copy = records.copy_of(number, code)
    for path, content in ((file, copy.text), (file.with_suffix(".json"), copy.as_json())):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_OWNER)
        with open(handle, "w", encoding="utf-8") as out:
            out.write(content)
    return f"已写入 {file} 和 {file.with_suffix('.json')}，交给本人以后请删掉。"


def delete(records: Records, number: str, code: str) -> str:
    """Ask for deletion; the words about what came of it, with their law."""
    answer = records.delete_by(number, code)
    words, basis = words_for(answer)
    cited = "、".join(f"{one['law']}{one['article']}" for one in basis)
    return f"{'已办' if answer.outcome is Outcome.DELETED else '已记下'}：{words}（{cited}）"


def main(
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] = os.environ,
    ask: Callable[[str], str] = typed,
) -> int:
    """Run once; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actions.casework.holder", description="本人取一份、申请删除。")
    jobs = parser.add_subparsers(dest="job", required=True)
    for name, what in (("copy", "把留存的信息写一份给本人"), ("delete", "本人申请删除")):
        job = jobs.add_parser(name, help=what)
        job.add_argument("number", help="编号")
        if name == "copy":
            job.add_argument("file", type=Path, help="写到哪个文件")
    options = parser.parse_args(arguments)
    code = ask("查询码（输入时不显示）：")
    if options.job == "delete" and ask(f"删了不能恢复。确定请输入 {SURE}：") != SURE:
        sys.stderr.write("没有改动。\n")
        return 1
    try:
        records = Records(url_from(environment), keys_from(environment))
        done = _do(records, options, code)
    except NotRecognised:
        sys.stderr.write("编号和查询码对不上，查不到。\n")
    except TooManyTries as error:
        sys.stderr.write(f"试错太多次，请过 {error.retry_after // timedelta(minutes=1) + 1} 分钟再试。\n")
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"没有办成：{error}\n")
    else:
        sys.stdout.write(f"{done}\n")
        return 0
    return 1


def _do(records: Records, options: argparse.Namespace, code: str) -> str:
    try:
        if options.job == "copy":
            return write_copy(records, options.number, code, options.file)
        return delete(records, options.number, code)
    finally:
        records.close()


if __name__ == "__main__":
    sys.exit(main())
