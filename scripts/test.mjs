// Every check in order, cheap ones first, stopping at the first that fails. The closing line counts the tests that really ran.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './inputs.mjs';
import { run } from './run.mjs';

const vitestReport = '.build/vitest.json';
const nodeReport = '.build/node-test.tap';
const total = { passed: 0, failed: 0, skipped: 0 };
let counted = false;

function countVitest() {
  const report = JSON.parse(readFileSync(join(root, vitestReport), 'utf8'));
  // A file that does not even load has no test in it, yet it failed.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + broken;
  total.skipped += report.numPendingTests + report.numTodoTests;
}

function countNode() {
  const tap = readFileSync(join(root, nodeReport), 'utf8');
  const of = (word) => Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  total.passed += of('pass');
  total.failed += of('fail') + of('cancelled');
  total.skipped += of('skipped') + of('todo');
}

const steps = [
  { name: 'types of src, without Node.js and DOM', command: 'tsc -p tsconfig.src.json' },
  { name: 'types of everything', command: 'tsc -p tsconfig.json' },
  { name: 'lint and format', command: 'biome check --error-on-warnings' },
  {
    name: 'tests on the source',
    command: `vitest run --reporter=default --reporter=json --outputFile.json=${vitestReport}`,
    report: vitestReport,
    count: countVitest,
  },
  {
    name: 'tests on the built package',
    command: `node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination=${nodeReport} test-dist/*.test.mjs`,
    report: nodeReport,
    count: countNode,
  },
  { name: 'package, as published', command: 'publint --strict' },
  { name: 'package, as TypeScript resolves it', command: 'attw --pack . --profile node16' },
];

mkdirSync(join(root, '.build'), { recursive: true });
for (const report of [vitestReport, nodeReport]) rmSync(join(root, report), { force: true });

let code = 0;
for (const step of steps) {
  console.log(`\n=== ${step.name}: ${step.command}`);
  const start = performance.now();
  code = run(step.command);
  if (step.report !== undefined && existsSync(join(root, step.report))) {
    step.count();
    counted = true;
  }
  console.log(
    `=== ${step.name}: ${code === 0 ? 'ok' : `FAILED (exit code ${code})`}, ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  if (code !== 0) break;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
if (counted) console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = code;
