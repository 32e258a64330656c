// carbone, without its converter. It takes a path and reads, parses and compiles the file at each render.
"use strict";
const carbone = require("carbone");
const { timed } = require("./timed");

timed("carbone", (_template, data, path) => () => new Promise((resolve, reject) => {
  carbone.render(path, data, {}, (error, output) => (error ? reject(error) : resolve(output)));
}));
