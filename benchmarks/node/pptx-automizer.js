// pptx-automizer. One instance makes one deck, so the queue of changes is made at each render; the template's bytes
// are kept. Slide files that the output does not name stay in it (`cleanup` is off: it only costs time).
"use strict";
const { default: Automizer, modify } = require("pptx-automizer");
const { timed } = require("./timed");

const TEXTS = { Title: ["title", "total", "name"], Who: ["client", "seller", "date"], Text: ["summary", "solution", "plan"],
  Case: ["client", "before", "after", "gain"] };
const HEADS = ["No.", "Item", "Detail", "Qty", "Unit price", "Net"];
const FIELDS = ["no", "name", "detail", "qty", "price", "net"];

function fill(slide, shapes, data) {
  for (const shape of shapes) {
    const known = TEXTS[shape].filter((field) => field in data);
    slide.modifyElement(shape, modify.replaceText(known.map((field) => ({ replace: field, by: { text: data[field] } }))));
  }
}

timed("pptx-automizer", (template, data) => {
  const rows = [HEADS, ...data.lines.map((line) => FIELDS.map((field) => line[field]))];
  const body = rows.map((values) => ({ values }));
  return async () => {
    const automizer = new Automizer({ removeExistingSlides: true, verbosity: 0 });
    const deck = automizer.loadRoot(template).load(template, "deck");
    deck.addSlide("deck", 1, (slide) => fill(slide, ["Title", "Who"], data));
    for (const number of [2, 3, 4]) deck.addSlide("deck", number, (slide) => fill(slide, ["Text"], data));
    deck.addSlide("deck", 5, (slide) => {
      fill(slide, ["Title"], data);
      slide.modifyElement("Prices", modify.setTableData({ body }));
    });
    for (const item of data.cases) deck.addSlide("deck", 6, (slide) => fill(slide, ["Title", "Case"], item));
    const zip = await deck.getJSZip();
    return zip.generateAsync({ type: "nodebuffer", compression: "DEFLATE" });
  };
});
