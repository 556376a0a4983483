import { execFileSync } from 'node:child_process';
import {
  formatOption,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  PRESET_DEFAULTS,
  PRESET_QUESTIONS,
  PRESETS,
  type Preset,
} from '../../src/run/options';
import { PROJECT_ROOT, readProjectFile } from './project';

/** The commands, by their modules in src/cli; one that only developers have is in a folder of scripts. */
export const COMMANDS = [
  'start',
  'train',
  'runs',
  'report',
  'bench',
  'check',
  'doctor',
  'pack',
  'soak',
  'fuzz',
] as const;
type Command = (typeof COMMANDS)[number];

function moduleOf(command: Command): string {
  return command === 'fuzz' ? 'scripts/fuzz/fuzz.ts' : `src/cli/${command}.ts`;
}

const PATH = 'docs/commands.md';

export interface HelpEntry {
  /** The heading that it stands under. */
  readonly heading: string;
  /** Such as "--json <file>". */
  readonly option: string;
  readonly meaning: string;
}

/** The options that `--help` lists, and the arguments; wrapped lines are joined. */
export function parseHelp(help: string): HelpEntry[] {
  const entries: { heading: string; option: string; meaning: string }[] = [];
  let heading = '';
  for (const line of help.split('\n')) {
    const [, title] = line.match(/^(\S.*):$/) ?? [];
    const [, option, meaning] = line.match(/^ {2}(\S.*?)(?: {2,}(\S.*))?$/) ?? [];
    const entry = entries.at(-1);
    if (title !== undefined) {
      heading = title;
    } else if (option !== undefined && (option.startsWith('-') || heading === 'Arguments')) {
      entries.push({ heading, option, meaning: meaning ?? '' });
    } else if (/^ {3,}\S/.test(line) && entry?.heading === heading) {
      entry.meaning = `${entry.meaning} ${line.trim()}`.trim();
    }
  }
  return entries.filter(({ option }) => !option.includes('--help'));
}

/** docs/commands.md with its tables written anew, each between its two comments. */
export function makeCommandsDocument(): string {
  return COMMANDS.reduce(
    (text, command) => replaceBlock(text, `options of ${command}`, optionTable(command)),
    replaceBlock(readProjectFile(PATH), 'presets', presetTable()),
  );
}

/** @throws Error where the document has no such block. */
function replaceBlock(text: string, name: string, block: string): string {
  const begin = `<!-- ${name}: npm run docs:commands -->`;
  const [before, after] = text.split(begin);
  const end = after?.indexOf('<!-- end -->') ?? -1;
  if (before === undefined || after === undefined || end === -1) {
    throw new Error(`${PATH} has no block "${begin}" that ends with "<!-- end -->".`);
  }
  return `${before}${begin}\n\n${block}\n\n${after.slice(end)}`;
}

function optionTable(command: Command): string {
  const help = execFileSync(process.execPath, ['--import', 'tsx', moduleOf(command), '--help'], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  const entries = parseHelp(help);
  const isGrouped = new Set(entries.map(({ heading }) => heading)).size > 1;
  const rows = entries.flatMap(({ heading, option, meaning }, i) => {
    const isFirst = isGrouped && heading !== entries[i - 1]?.heading;
    const row = [`\`${option}\``, meaning];
    return isFirst ? [[`**${heading}**`, ''], row] : [row];
  });
  return table(['option', 'meaning'], rows);
}

/** What each preset asks, and what it sets otherwise than the notebook's. */
function presetTable(): string {
  const textOf = (preset: Preset, key: OptionKey) => formatOption(PRESET_DEFAULTS[preset], key);
  const rows = PRESETS.map((preset) => {
    const other = OPTION_KEYS.filter((key) => key !== 'preset' && textOf(preset, key) !== textOf('notebook', key));
    const settings = other.map((key) => `\`--${optionName(key)} ${textOf(preset, key)}\``);
    return [`\`${preset}\``, PRESET_QUESTIONS[preset].en, settings.join(', ')];
  });
  return table(['preset', 'asks', 'sets'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
