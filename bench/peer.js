// Reads a text with Microsoft Recognizers-Text for Chinese, line by line, for so many seconds, and prints how many
// bytes it read in how many seconds. What loads before, and five seconds for the compiler to warm up, are not counted.
//     NODE_PATH=FOLDER/node_modules node bench/peer.js FILE SECONDS
'use strict';
const fs = require('fs');
const { NumberRecognizer } = require('@microsoft/recognizers-text-number');
const { NumberWithUnitRecognizer } = require('@microsoft/recognizers-text-number-with-unit');
const { DateTimeRecognizer } = require('@microsoft/recognizers-text-date-time');

const WARM_UP = 5;
const [file, seconds] = process.argv.slice(2);
const lines = fs.readFileSync(file, 'utf8').split('\n');

const units = new NumberWithUnitRecognizer('zh-cn');
const models = [
  units.getCurrencyModel(),
  units.getDimensionModel(),
  units.getAgeModel(),
  units.getTemperatureModel(),
  new NumberRecognizer('zh-cn').getPercentageModel(),
  new DateTimeRecognizer('zh-cn').getDateTimeModel(),
];

let next = 0;
let found = 0;

function read(limit) {
  const start = process.hrtime.bigint();
  let bytes = 0;
  let passed = 0;
  while (passed < limit) {
    const line = lines[next++ % lines.length];
    for (const model of models) found += model.parse(line).length;
    bytes += Buffer.byteLength(line) + 1;
    passed = Number(process.hrtime.bigint() - start) / 1e9;
  }
  return { bytes, seconds: passed };
}

read(WARM_UP);
const result = read(Number(seconds));
console.log(JSON.stringify({ ...result, found }));
