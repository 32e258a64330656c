// easy-template-x. The handler is reused; the file is read and parsed at each render, there is no compiled form.
"use strict";
const { TemplateHandler } = require("easy-template-x");
const { timed } = require("./timed");

timed("easy-template-x", (template, data) => {
  const handler = new TemplateHandler();
  return () => handler.process(template, data);
});
