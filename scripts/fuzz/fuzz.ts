// Gives readers odd input; ends with 1 where one did what it must not.
import { randomInt } from 'node:crypto';
import { runCommand } from '../../src/cli/runCommand';
import { parseFuzzCommand } from './fuzzCommand';
import { formatFailure, formatResult } from './fuzzText';
import { FUZZES } from './targets';
import { watchFuzz } from './watchFuzz';

await runCommand(async () => {
  const { kinds, cases, seed } = parseFuzzCommand(process.argv.slice(2), () => randomInt(2 ** 31 - 1));
  console.log(`${cases} cases of each kind, seed ${seed}`);
  let failures = 0;
  for (const kind of kinds) {
    const startedAtMs = performance.now();
    const result = await watchFuzz({ kind, cases, seed });
    console.log(formatResult(kind, FUZZES[kind].says, result, performance.now() - startedAtMs));
    if (result.failure !== undefined) {
      failures += 1;
      console.log(formatFailure(kind, { cases, seed }, result.failure));
    }
  }
  console.log(
    failures === 0 ? 'All were read right or refused by name.' : `${failures} of ${kinds.length} kinds failed.`,
  );
  return failures === 0 ? 0 : 1;
});
