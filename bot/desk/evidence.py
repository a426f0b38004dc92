"""A photo or document that came with a letter, given to whoever handles it; each opening stands in the audit log."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.evidence import open_evidence
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering
from bot.desk.records import LARGEST_ID, find_letter

_ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


def _open(request: Request, _form: Form) -> Response:
    desk, account, id_ = desk_of(request), request.state.account, request.path_params["id"]
    with desk.writer.transaction() as transaction:
        number = _number(transaction, id_)
        file = open_evidence(transaction, id_, request.path_params["file"]) if number else None
        if number is None or file is None:
            raise HTTPException(404)
        desk.writer.note(transaction, account.id, "letter.file_opened", number)
    # Never shown in the page: what strangers sent is saved under a name of ours and opened by the clerk's own program.
    name = f"{number}.{_ENDINGS.get(file.media_type, 'bin')}".encode().hex()
    quoted = "".join(f"%{name[at : at + 2]}" for at in range(0, len(name), 2))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quoted}"}
    return Response(file.content, media_type=file.media_type, headers=headers)


open_file = answering(_open)


def _number(transaction: Session, id_: int) -> str | None:
    found = find_letter(transaction, id_) if id_ <= LARGEST_ID else None
    return found[0].number if found and not found[0].hidden else None
