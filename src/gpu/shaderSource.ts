import { WeftError } from '../errors';

/** Values for a shader's `const NAME: type = default;` lines. */
export type ShaderConstants = Readonly<Record<string, number | boolean>>;

const IMPORT = /^[ \t]*\/\/ @import (\w+)[ \t]*\n/gm;
const CONDITION = /^[ \t]*\/\/ @(?:(if) (\w+)|(else)|endif)[ \t]*$/;
const COMMENT = /[ \t]*\/\/(?! @unroll[ \t]*$).*$/gm;
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
 * where it is true, what stands after `// @else`; blocks may stand in blocks), and unrolls every loop under an `// @unroll` line. SwiftShader runs unrolled register tiles about
 * 8 times faster than the same loops rolled, since it keeps arrays with constant indices in registers.
 *
 * A marked loop reads `for (var i = 0u; i < BOUND; i++) {`, BOUND a literal or one of the shader's constants.
 * @throws WeftError `shader-error` for a constant the shader lacks or a marked loop of another form.
 */
export function specializeShader(source: string, constants: ShaderConstants): string {
  const injected = dropComments(dropBlocks(injectConstants(source, constants)));
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
  const kept: string[] = [];
  /** Of each block around a line, from the outermost: whether the line's side of it is taken. */
  const taken: boolean[] = [];
  for (const line of source.split('\n')) {
    const [mark, isIf, name, isElse] = CONDITION.exec(line) ?? [];
    if (mark === undefined) {
      if (!taken.includes(false)) {
        kept.push(line);
      }
    } else if (isIf !== undefined) {
      taken.push(boolDefault(source, name as string));
    } else {
      const isTaken = taken.pop();
      if (isTaken === undefined) {
        throw new WeftError('shader-error', `"${mark.trim()}" stands outside of every "// @if" block.`);
      }
      if (isElse !== undefined) {
        taken.push(!isTaken);
      }
    }
  }
  if (taken.length > 0) {
    throw new WeftError('shader-error', 'A "// @if" block of the shader has no "// @endif".');
  }
  return kept.join('\n');
}

/** All but the marks: a comment that names an array is no use of it, and copies of a loop's need no copies of its comments. */
function dropComments(source: string): string {
  return source.replace(COMMENT, '');
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

/** @param around the variables of the loops that the source stands in. */
function unrollLoops(source: string, constants: ReadonlyMap<string, number>, around: readonly string[] = []): string {
  const parts: string[] = [];
  let rest = source;
  for (let mark = UNROLL_MARK.exec(rest); mark !== null; mark = UNROLL_MARK.exec(rest)) {
    parts.push(rest.slice(0, mark.index));
    rest = rest.slice(mark.index + mark[0].length);
    const head = LOOP_HEAD.exec(rest);
    if (head === null || around.includes(head[1] as string)) {
      throw new WeftError(
        'shader-error',
        `After "// @unroll" stands no plain counting loop with a variable of its own: ${rest.slice(0, 80).trim()}`,
      );
    }
    const [headText, variable, bound] = head as unknown as [string, string, string];
    const end = matchingBrace(rest, headText.length);
    // The loops inside first: unrolled once, they are copied with the rest of the body.
    const body = unrollLoops(rest.slice(headText.length, end), constants, [...around, variable]);
    const index = new RegExp(`\\b${variable}\\b`, 'g');
    const copies = Array.from({ length: loopCount(bound, constants) }, (_, i) => `{${body.replace(index, `${i}u`)}}`);
    parts.push(copies.join('\n'));
    rest = rest.slice(end + 1);
  }
  return parts.join('') + rest;
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
  const depths = new Map<string, number>();
  for (const [, name, inner] of source.matchAll(LOCAL_ARRAY)) {
    depths.set(name as string, inner === undefined ? 1 : 2);
  }
  if (depths.size === 0) {
    return source;
  }
  // With as many indices as an array can have; a mention that is not followed by as many as it has stays an array's.
  const index = '(?:\\[([^[\\]]+)\\])?';
  const mention = new RegExp(`\\b(${[...depths.keys()].join('|')})\\b(?!: array<)${index}${index}`, 'g');
  const numberOf = rememberIndices(constants);
  const elementOf = (name: string, first?: string, second?: string): string | undefined => {
    const indices = (depths.get(name) === 2 ? [first, second] : [first]).map(numberOf);
    return indices.includes(undefined) ? undefined : [name, ...indices].join('_');
  };
  const kept = new Set<string>();
  for (const [, name, ...indices] of source.matchAll(mention)) {
    if (elementOf(name as string, ...indices) === undefined) {
      kept.add(name as string);
    }
  }
  return source
    .replace(LOCAL_ARRAY, (declaration, name, inner, innerLength, element, length) => {
      if (kept.has(name)) {
        return declaration;
      }
      const rows = Array.from({ length: loopCount(length, constants) }, (_, row) => `${name}_${row}`);
      const elements = inner
        ? rows.flatMap((row) => Array.from({ length: loopCount(innerLength, constants) }, (_, i) => `${row}_${i}`))
        : rows;
      return elements.map((variable) => `var ${variable}: ${inner ?? element};`).join(' ');
    })
    .replace(mention, (use, name, first, second) => {
      if (kept.has(name)) {
        return use;
      }
      const isElementIndexed = depths.get(name) === 1 && second !== undefined;
      return `${elementOf(name, first, second)}${isElementIndexed ? `[${second}]` : ''}`;
    });
}

/** `constantIndex`, each text looked at once: unrolled loops have few indices, thousands of times. */
function rememberIndices(constants: ReadonlyMap<string, number>): (text: string | undefined) => number | undefined {
  const known = new Map<string, number | undefined>();
  return (text) => {
    if (text !== undefined && !known.has(text)) {
      known.set(text, constantIndex(text, constants));
    }
    return text === undefined ? undefined : known.get(text);
  };
}

/** The value of a sum of products of u32 literals and constants, which is what unrolling leaves of an index. */
function constantIndex(text: string, constants: ReadonlyMap<string, number>): number | undefined {
  let sum = 0;
  for (const term of text.split('+')) {
    let product = 1;
    for (const factor of term.split('*').map((part) => part.trim())) {
      const value = /^\d+u$/.test(factor) ? Number.parseInt(factor, 10) : constants.get(factor);
      if (value === undefined) {
        return undefined;
      }
      product *= value;
    }
    sum += product;
  }
  return sum;
}
