import { WeftError } from '../errors';

/** Values for a shader's `const NAME: type = default;` lines. */
export type ShaderConstants = Readonly<Record<string, number | boolean>>;

const IMPORT = /^[ \t]*\/\/ @import (\w+)[ \t]*\n/gm;
const OPTIONAL_BLOCK =
  /^[ \t]*\/\/ @if (\w+)[ \t]*\n([\s\S]*?)(?:^[ \t]*\/\/ @else[ \t]*\n([\s\S]*?))?^[ \t]*\/\/ @endif[ \t]*\n/gm;
const UNROLL_MARK = /^[ \t]*\/\/ @unroll[ \t]*$/m;
const LOOP_HEAD = /^\s*for \(var ([a-z_]\w*) = 0u; \1 < (\w+); \1\+\+\) \{/;

/**
 * Puts what shaders share, declarations or a part of a function, in the place of its `// @import NAME` line;
 * docs/decisions/0013.
 * @param modules by name; each must be imported.
 * @throws WeftError `shader-error` for a module that is missing, or given and not imported.
 */
export function linkShader(source: string, modules: Readonly<Record<string, string>>): string {
  const imported = new Set<string>();
  const linked = source.replace(IMPORT, (_, name: string) => {
    const module = modules[name];
    if (module === undefined) {
      throw new WeftError('shader-error', `The shader imports "${name}", and is given ${listNames(modules)}.`);
    }
    imported.add(name);
    return module;
  });
  const unused = Object.keys(modules).filter((name) => !imported.has(name));
  if (unused.length > 0) {
    throw new WeftError('shader-error', `The shader has no line "// @import ${unused[0]}".`);
  }
  return linked;
}

function listNames(modules: Readonly<Record<string, string>>): string {
  return Object.keys(modules).join(', ') || 'no modules';
}

/**
 * Makes the shader that is compiled out of a linked one: puts the host's constants in place of the
 * defaults, leaves out what stands between `// @if NAME` and `// @endif` where the bool constant NAME is false (or,
 * where it is true, what stands after `// @else`), and unrolls every loop under an `// @unroll` line. SwiftShader runs unrolled register tiles about
 * 8 times faster than the same loops rolled, since it keeps arrays with constant indices in registers.
 *
 * A marked loop reads `for (var i = 0u; i < BOUND; i++) {`, BOUND a literal or one of the shader's constants.
 * @throws WeftError `shader-error` for a constant the shader lacks or a marked loop of another form.
 */
export function specializeShader(source: string, constants: ShaderConstants): string {
  const injected = dropBlocks(injectConstants(source, constants));
  const values = readConstants(injected);
  return replaceArrays(unrollLoops(injected, values), values);
}

function injectConstants(source: string, constants: ShaderConstants): string {
  let result = source;
  for (const [name, value] of Object.entries(constants)) {
    const declaration = new RegExp(`^(const ${name}: (\\w+) = )[^;]+;`, 'm');
    const type = declaration.exec(result)?.[2];
    if (type === undefined) {
      throw new WeftError('shader-error', `The shader has no line "const ${name}: type = default;" to set.`);
    }
    result = result.replace(declaration, `$1${formatConstant(value, type)};`);
  }
  return result;
}

function formatConstant(value: number | boolean, type: string): string {
  if (type === 'bool' || typeof value === 'boolean') {
    return String(value);
  }
  if (type === 'u32') {
    return `${value}u`;
  }
  return type === 'f32' ? `${Number.isInteger(value) ? value.toFixed(1) : value}f` : String(value);
}

function dropBlocks(source: string): string {
  return source.replace(OPTIONAL_BLOCK, (_, name: string, block: string, otherwise = '') =>
    boolDefault(source, name) ? block : otherwise,
  );
}

/** @throws WeftError `shader-error` where the shader has no bool constant of that name. */
export function boolDefault(source: string, name: string): boolean {
  const value = new RegExp(`^const ${name}: bool = (true|false);`, 'm').exec(source)?.[1];
  if (value === undefined) {
    throw new WeftError('shader-error', `"// @if ${name}" names no bool constant of the shader.`);
  }
  return value === 'true';
}

function readConstants(source: string): ReadonlyMap<string, number> {
  const declarations = source.matchAll(/^const (\w+): u32 = (\d+)u;/gm);
  return new Map([...declarations].map(([, name, value]) => [name ?? '', Number(value)]));
}

function unrollLoops(source: string, constants: ReadonlyMap<string, number>): string {
  const mark = UNROLL_MARK.exec(source);
  if (mark === null) {
    return source;
  }
  const before = source.slice(0, mark.index);
  const rest = source.slice(mark.index + mark[0].length);
  const head = LOOP_HEAD.exec(rest);
  if (head === null) {
    throw new WeftError(
      'shader-error',
      `After "// @unroll" stands no plain counting loop: ${rest.slice(0, 80).trim()}`,
    );
  }
  const [headText, variable, bound] = head as unknown as [string, string, string];
  const end = matchingBrace(rest, headText.length);
  const body = rest.slice(headText.length, end);
  const count = loopCount(bound, constants);
  const index = new RegExp(`\\b${variable}\\b`, 'g');
  const copies = Array.from({ length: count }, (_, i) => `{${body.replace(index, `${i}u`)}}`);
  return unrollLoops(`${before}${copies.join('\n')}${rest.slice(end + 1)}`, constants);
}

function loopCount(bound: string, constants: ReadonlyMap<string, number>): number {
  const count = /^\d+u$/.test(bound) ? Number.parseInt(bound, 10) : constants.get(bound);
  if (count === undefined) {
    throw new WeftError('shader-error', `The bound ${bound} of an unrolled loop is not a u32 constant of the shader.`);
  }
  return count;
}

/** Index of the brace that closes the block whose inside starts at `start`. */
function matchingBrace(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') {
      depth++;
    } else if (text[i] === '}' && --depth === 0) {
      return i;
    }
  }
  throw new WeftError('shader-error', 'A marked loop has no closing brace.');
}

const LOCAL_ARRAY = /\bvar (\w+): array<(?:array<(\w+), (\w+)>|(\w+)), (\w+)>;/g;

/**
 * Puts a variable in the place of each element of the local arrays that have only constant indices left: the code runs
 * as fast as with arrays, but SwiftShader compiles it in a quarter of the time.
 */
function replaceArrays(source: string, constants: ReadonlyMap<string, number>): string {
  const names = new Set([...source.matchAll(LOCAL_ARRAY)].map(([, name]) => name as string));
  return [...names].reduce((text, name) => replaceArray(text, name, constants), source);
}

function replaceArray(source: string, name: string, constants: ReadonlyMap<string, number>): string {
  const isNested = new RegExp(`\\bvar ${name}: array<array<`).test(source);
  const index = '\\[([^\\[\\]]+)\\]';
  const use = new RegExp(`\\b${name}${index}${isNested ? index : ''}`, 'g');
  const indicesOf = (groups: readonly unknown[]) =>
    groups.slice(0, isNested ? 2 : 1).map((text) => constantIndex(String(text)));
  const uses = [...source.matchAll(use)].map(([, ...groups]) => indicesOf(groups));
  const mentions = source.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
  const declarations = source.match(new RegExp(`\\bvar ${name}: array<`, 'g'))?.length ?? 0;
  if (uses.length + declarations !== mentions || uses.flat().includes(undefined)) {
    return source;
  }
  return source
    .replace(LOCAL_ARRAY, (declaration, declared, inner, innerLength, element, length) => {
      if (declared !== name) {
        return declaration;
      }
      const rows = Array.from({ length: loopCount(length, constants) }, (_, row) => `${name}_${row}`);
      const elements = isNested
        ? rows.flatMap((row) => Array.from({ length: loopCount(innerLength, constants) }, (_, i) => `${row}_${i}`))
        : rows;
      return elements.map((variable) => `var ${variable}: ${inner ?? element};`).join(' ');
    })
    .replace(use, (_, ...groups) => [name, ...indicesOf(groups)].join('_'));
}

/** The value of a sum of products of u32 literals, which is what unrolling leaves of an index. */
function constantIndex(text: string): number | undefined {
  const terms = text.split('+').map((term) => term.split('*').map((factor) => factor.trim()));
  if (!terms.flat().every((factor) => /^\d+u$/.test(factor))) {
    return undefined;
  }
  return terms.reduce((sum, factors) => sum + factors.reduce((product, f) => product * Number.parseInt(f, 10), 1), 0);
}
