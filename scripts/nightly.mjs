// Long-running tests: npm run nightly -- --shard 1/4 --minutes 30. They read SHARD and MINUTES from the environment.
import { parseArgs } from 'node:util';
import { run } from './run.mjs';

const { values } = parseArgs({
  // A leading `--` (from npm run nightly -- -- …) is harmless.
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { shard: { type: 'string', default: '1/1' }, minutes: { type: 'string', default: '10' } },
});
const [shard, shards] = values.shard.split('/').map(Number);
if (!(Number.isInteger(shard) && Number.isInteger(shards) && shard >= 1 && shard <= shards)) {
  throw new RangeError(`--shard wants i/n with 1 <= i <= n, not ${values.shard}`);
}
if (!(Number(values.minutes) > 0)) throw new RangeError(`--minutes wants a number above 0, not ${values.minutes}`);
process.exitCode = run('vitest run --config vitest.nightly.config.ts', {
  SHARD: values.shard,
  MINUTES: values.minutes,
});
