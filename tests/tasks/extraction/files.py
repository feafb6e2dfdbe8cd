"""Files made on the spot, so that no binary stands in the tree."""

import io
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def numbered_docx() -> bytes:
    """Two levels of automatic numbers, "一、" and "(一)", whose signs are in numbering.xml only."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = _element("w:abstractNum", {"w:abstractNumId": "77"})
    for level, sign in enumerate(["%1、", "(%2)"]):
        lvl = _element("w:lvl", {"w:ilvl": str(level)})
        for tag, value in (("w:start", "1"), ("w:numFmt", "chineseCounting"), ("w:lvlText", sign)):
            lvl.append(_element(tag, {"w:val": value}))
        abstract.append(lvl)
    numbering.insert(0, abstract)
    num = _element("w:num", {"w:numId": "77"})
    num.append(_element("w:abstractNumId", {"w:val": "77"}))
    numbering.append(num)
    document.add_paragraph("石城县2024年公园建设工作方案")
    for level, words in [
        (0, "完善绿地"),
        (1, "扩大绿地。新建公园12个。(县住建局负责)"),
        (1, "管好绿地。修补步道30处。(县城管局负责)"),
    ]:
        _number(document.add_paragraph(words), level)
    return _saved(document)


def table_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("石城县2024年公园建设任务清单")
    rows = [
        ("序号", "重点任务", "牵头单位", "配合单位", "完成时限"),
        ("1", "新建公园12个", "县住建局", "县财政局", "2024年9月底"),
        ("2", "修补步道30处", "县城管局", "", "2024年11月底"),
    ]
    table = document.add_table(rows=len(rows), cols=5)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return _saved(document)


def _element(tag: str, attributes: dict):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _number(paragraph, level: int) -> None:
    place = _element("w:numPr", {})
    place.append(_element("w:ilvl", {"w:val": str(level)}))
    place.append(_element("w:numId", {"w:val": "77"}))
    paragraph._p.get_or_add_pPr().append(place)


def _saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 2**20))
    return buffer.getvalue()


def pdf(lines: list[str], encrypted: bool = False) -> bytes:
    """One page in a Chinese font that every reader knows by name, or a page without text."""
    drawn = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 780 Td {drawn}ET".encode() if lines else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light"
        b" /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -44 >>" % (b"o" * 32, b"u" * 32),
    ]
    return _assembled(objects, b" /Encrypt 8 0 R /ID [<00> <00>]" if encrypted else b"")


def _assembled(objects: list[bytes], more: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (size, more, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
