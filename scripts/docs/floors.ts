import { readProjectFile } from './project';

/** A folder of `src/`, or a wing of one, and what lint says of it. */
export interface Floor {
  /** "bench", or for a wing "bench/work". */
  readonly name: string;
  /** The first sentence of lint's message, which says what the folder is or knows. */
  readonly says: string;
  /** Lint's messages, whole. */
  readonly messages: readonly string[];
  /** The folders that it must not import. */
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
export function readRules(): Floor[] {
  const { overrides } = JSON.parse(readProjectFile('biome.json')) as { overrides: readonly Override[] };
  return overrides.flatMap(({ includes: [path = ''], linter }) => {
    const patterns = linter.rules.style.noRestrictedImports?.options.patterns ?? [];
    const messages = patterns.map(({ message }) => message);
    return patterns.length === 0
      ? []
      : [
          {
            name: path.replace(/^src\/|\/\*\*$|\.ts$/g, ''),
            says: (messages[0]?.split('. ')[0] ?? '').replace(/\.$/, ''),
            messages,
            // "../**/charts/**" → "charts"
            forbidden: patterns
              .flatMap(({ group }) => group)
              .map((pattern) => pattern.match(/(\w+)\/\*\*$/)?.[1] ?? ''),
          },
        ];
  });
}

const isFloor = ({ name }: Floor) => name !== FACE && !name.includes('/') && !GROUND.some((ground) => ground === name);

/**
 * The floors of `src/`, lowest first. biome.json is their one source: the order of its rules is the order of the floors,
 * and `cli`, which may import all of them, is above the last.
 */
export function readFloors(): Floor[] {
  const cli = { name: 'cli', says: 'src/cli may know all of them', messages: [], forbidden: [] };
  return [...readRules().filter(isFloor), cli];
}

/** "src/run/arms.ts" → "run", "src/index.ts" → "index", "shaders/adam.wgsl" → "shaders". */
export function floorOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}
