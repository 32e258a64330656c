"""Makes the README's picture from the documents themselves: pages of a proposal as PDF, Word and PowerPoint."""

import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

import docgen

ROOT = Path(__file__).resolve().parent.parent
HEIGHT, GAP = 420, 16
CHOSEN = {
    "pdf": ("proposal.manufacturing.zh.yaml", (1, 3)),
    "docx": ("proposal.services.en.yaml", (1, 3)),
    "pptx": ("proposal.manufacturing.zh.yaml", (4, 10)),
}


def pages(path: Path, numbers: tuple[int, ...]) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    found = [document[number - 1] for number in numbers]
    return [page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB") for page in found]


def as_pdf(path: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{path.stem}.pdf"


def main() -> None:
    taken: list[Image.Image] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file_format, (sample, numbers) in CHOSEN.items():
            document = docgen.load(ROOT / "samples" / sample)
            path = docgen.render(document, file_format, audience="client").save(folder / file_format)
            taken += pages(path if file_format == "pdf" else as_pdf(path, folder), numbers)
    upper, lower = taken[:4], taken[4:]
    width = max(sum(image.width + GAP for image in row) for row in (upper, lower)) + GAP
    sheet = Image.new("RGB", (width, 2 * HEIGHT + 3 * GAP), (226, 229, 234))
    for index, row in enumerate((upper, lower)):
        left = (width - sum(image.width + GAP for image in row) + GAP) // 2
        for image in row:
            sheet.paste(image, (left, GAP + index * (HEIGHT + GAP)))
            left += image.width + GAP
    target = ROOT / "docs" / "pictures" / "proposal.png"
    sheet.quantize(128).save(target, optimize=True)
    print(target.relative_to(ROOT), target.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main()
