// docxtemplater, for .docx and .pptx. An instance renders once, so the template is compiled at each render; what can
// be kept is the zip as read, of which each render takes a clone.
"use strict";
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const { timed } = require("./timed");

timed("docxtemplater", (template, data) => {
  const read = new PizZip(template);
  const names = { ...data };
  data.cases.forEach((item, index) => {
    for (const [field, value] of Object.entries(item)) names[`case_${index + 1}_${field}`] = value;
  });
  return () => {
    const document = new Docxtemplater(read.clone(), { paragraphLoop: true, linebreaks: true });
    document.render(names);
    return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
});
