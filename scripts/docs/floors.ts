import { readProjectFile } from './project';

/** A folder of `src/`, and what lint says of it. */
export interface Floor {
  readonly name: string;
  /** The first sentence of lint's message, which says what the folder is or knows. */
  readonly says: string;
  /** Lint's whole message. */
  readonly message: string;
  /** Patterns of what it must not import. */
  readonly forbidden: readonly string[];
}

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports?: {
          readonly options: { readonly patterns: readonly { readonly group: string[]; readonly message: string }[] };
        };
      };
    };
  };
}

/** What is not in a folder of `src/`: below and above the floors. */
const GROUND = ['errors', 'shaders'] as const;
export const FACE = 'index';

/** The rules on imports in biome.json, in their order, by the one path that each is about. */
function readRules(): Floor[] {
  const { overrides } = JSON.parse(readProjectFile('biome.json')) as { overrides: readonly Override[] };
  return overrides.flatMap(({ includes: [path = ''], linter }) =>
    (linter.rules.style.noRestrictedImports?.options.patterns ?? []).map(({ group, message }) => ({
      name: path.replace(/^src\/|\/\*\*$|\.ts$/g, ''),
      says: (message.split('. ')[0] ?? '').replace(/\.$/, ''),
      message,
      forbidden: group,
    })),
  );
}

const isFloor = ({ name }: Floor) => name !== FACE && !GROUND.some((ground) => ground === name);

/**
 * The floors of `src/`, lowest first. biome.json is their one source: the order of its rules is the order of the floors,
 * and `cli`, which may import all of them, is above the last.
 */
export function readFloors(): Floor[] {
  return [
    ...readRules().filter(isFloor),
    { name: 'cli', says: 'src/cli may know all of them', message: '', forbidden: [] },
  ];
}

/** What lint says of what is beside the floors, by name. */
export function readOtherRules(): Floor[] {
  return readRules().filter((rule) => !isFloor(rule));
}

/** "src/run/arms.ts" → "run", "src/index.ts" → "index", "shaders/adam.wgsl" → "shaders". */
export function floorOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}
