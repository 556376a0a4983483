import { WeftError } from '../errors';

/** How a shader sees one of its buffers. A `uniform`, of which a shader has one at most, has a dynamic offset. */
export type BindingKind = 'read' | 'read-write' | 'uniform';

/** One buffer of a shader. */
export interface Binding {
  /** In camelCase: `seed_of_member` of the shader is `seedOfMember`. */
  readonly name: string;
  readonly number: number;
  readonly kind: BindingKind;
}

/** A binding as the text of a shader declares it. */
export interface WgslBinding extends Binding {
  /** The bool constant of the `// @if` block it stands in: it is there where that is true. */
  readonly condition: string | undefined;
}

const DECLARATION = /^\s*@group\(0\) @binding\(([^)]*)\) var<(storage, read|storage, read_write|uniform)> (\w+):/;
const KINDS: Readonly<Record<string, BindingKind>> = {
  'storage, read': 'read',
  'storage, read_write': 'read-write',
  uniform: 'uniform',
};

/**
 * The bindings of a shader's text, in the order of their numbers.
 * @throws WeftError `shader-error` for a number that is no literal or stands twice, and for a second uniform.
 */
export function readBindings(kernel: string, source: string): WgslBinding[] {
  const bindings: WgslBinding[] = [];
  let condition: string | undefined;
  for (const line of source.split('\n')) {
    const mark = /^\/\/ @(?:if (\w+)|endif)\s*$/.exec(line);
    if (mark !== null) {
      condition = mark[1];
    }
    const declaration = DECLARATION.exec(line);
    if (declaration !== null) {
      const [, number, space, name] = declaration as unknown as [string, string, string, string];
      bindings.push({ name: camelCase(name), number: Number(number), kind: KINDS[space] as BindingKind, condition });
    }
  }
  requireNumbers(kernel, bindings);
  return bindings.sort((a, b) => a.number - b.number);
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function requireNumbers(kernel: string, bindings: readonly WgslBinding[]): void {
  const byNumber = new Map<number, string>();
  for (const { name, number } of bindings) {
    if (!Number.isInteger(number)) {
      throw new WeftError('shader-error', `Kernel ${kernel}: the number of binding "${name}" is no whole number.`);
    }
    const other = byNumber.get(number);
    if (other !== undefined) {
      throw new WeftError('shader-error', `Kernel ${kernel}: "${other}" and "${name}" both have binding ${number}.`);
    }
    byNumber.set(number, name);
  }
  const uniforms = bindings.filter(({ kind }) => kind === 'uniform').map(({ name }) => name);
  if (uniforms.length > 1) {
    throw new WeftError('shader-error', `Kernel ${kernel}: uniforms "${uniforms.join('", "')}"; it may have one.`);
  }
}
