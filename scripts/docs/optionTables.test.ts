import { expect, it } from 'vitest';
import { parseHelp } from './optionTables';

const HELP = `Usage: npm run train -- [options] <runs...>

Trains the members: all of them
in turn.

Arguments:
  runs               run files

Options:
  --seeds <value>    how many: a whole
                     number from 1 to 1000
  --language-of-the-report <value>
                     one of en, es
  -h, --help         display help for command

Examples:
  npm run train -- --seeds 5
`;

it('finds arguments and options in --help, and joins what is wrapped', () => {
  expect(parseHelp(HELP)).toEqual([
    { heading: 'Arguments', option: 'runs', meaning: 'run files' },
    { heading: 'Options', option: '--seeds <value>', meaning: 'how many: a whole number from 1 to 1000' },
    { heading: 'Options', option: '--language-of-the-report <value>', meaning: 'one of en, es' },
  ]);
});
