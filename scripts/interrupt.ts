// Interrupts trainings in every way at many moments, lets them go on, and compares what they end with, bit for bit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from '../src/cli/commandError';
import { replaceFile } from '../src/cli/files/replaceFile';
import { runCommand } from '../src/cli/runCommand';
import { startServer } from '../src/cli/server';
import { badOption } from '../src/errors';
import { oneOfNames } from '../src/run/language';
import { type DiskUse, withCommand } from './interrupt/interruptCommand';
import { inPage } from './interrupt/interruptPage';
import { interruptTrainings } from './interrupt/interruptTrainings';
import { BROWSER_WAYS, COMMAND_WAYS, makePlans, PAGE_WAYS } from './interrupt/plans';

const HELP = `Usage: npm run interrupt -- [options]

Interrupts trainings in every way at many moments, lets them go on, and compares what they end with, weights included,
with what one ends with that was left alone.

Options:
  --where <value>          what is interrupted: train in a browser, train on dawn, or the page (default: browser)
  --adapter <value>        as train has it; not of the page
  --interruptions <count>  how many (default: 60)
  --seed <number>          of the random moments (default: 1)
  --json <file>            writes each interruption, and how each training ended
`;

type Where = 'browser' | 'dawn' | 'page';

/** What each meets, and when: of a page it is not to be seen when it keeps something. */
const MEETS: Readonly<Record<Where, Parameters<typeof makePlans>[1]>> = {
  browser: { ways: [...COMMAND_WAYS, ...BROWSER_WAYS], kinds: ['after', 'kept', 'writing'] },
  dawn: { ways: COMMAND_WAYS, kinds: ['after', 'kept', 'writing'] },
  page: { ways: PAGE_WAYS, kinds: ['after'] },
};

await runCommand(async () => {
  const { values } = parse();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const where = parseWhere(values.where);
  const plans = makePlans(Number(values.interruptions), MEETS[where], Number(values.seed));
  const adapter = values.adapter === undefined ? [] : ['--adapter', values.adapter];
  const disk: DiskUse = { restingBytes: 0, mostBytes: 0 };
  await using server = where === 'page' ? await startServer({ port: 0 }) : undefined;
  const train =
    server === undefined
      ? withCommand(['--runtime', where, ...adapter, '--keep-every', '0.5'], disk)
      : inPage(server.url);
  const folder = mkdtempSync(join(tmpdir(), 'weft-interrupt-'));
  try {
    const result = await { ...(await interruptTrainings({ train, plans, folder, say: console.log })), disk };
    if (values.json !== undefined) {
      await replaceFile(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
    }
    const wrong = result.trainings.filter(({ differences }) => differences.length > 0).length;
    console.log(
      `${result.interruptions.length} interruptions of ${result.trainings.length} trainings; ${wrong} ended otherwise than the one left alone.`,
    );
    return wrong === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function parseWhere(text = 'browser'): Where {
  const names = Object.keys(MEETS) as Where[];
  const where = names.find((name) => name === text);
  if (where === undefined) {
    throw badOption('where', `"${text}"`, oneOfNames(names));
  }
  return where;
}

function parse() {
  try {
    return parseArgs({
      options: {
        where: { type: 'string' },
        adapter: { type: 'string' },
        interruptions: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message.split('. ')[0]}; --help lists the options.`);
  }
}
