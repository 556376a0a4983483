import fc from 'fast-check';
import { ODD_TEXTS } from './oddTexts';

/** One change of a JSON value. */
export interface JsonMutation {
  readonly kind: (typeof KINDS)[number];
  /** From the root down: which of its entries, counted anew behind the last. */
  readonly path: readonly number[];
  /** JSON text, or a name from `HUGE_VALUES`. */
  readonly value: string;
  readonly count: number;
}

const KINDS = ['replace', 'remove', 'add', 'twice', 'repeat', 'swap', 'wrap'] as const;

const HUGE_VALUES: Readonly<Record<string, () => string>> = {
  deepLists: () => '['.repeat(100_000),
  deepWhole: () => `${'['.repeat(5000)}${']'.repeat(5000)}`,
  deeperWhole: () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  deepObjects: () => '{"a":'.repeat(20_000),
  longList: () => `[${'0,'.repeat(100_000)}0]`,
  longText: () => JSON.stringify('x'.repeat(300_000)),
};

const VALUES = [
  ...['0', '-0', '1', '-1', '2', '0.5', '1e308', '-1e308', '1e999', '-1e999', '5e-324', '1e21'],
  ...['9007199254740993', '4294967296', '2147483648', '12000000', '300', 'NaN', 'Infinity', '01', '1.'],
  ...['true', 'false', 'null', '[]', '{}', '[[]]', '[null]', '{"__proto__":{"a":1}}', '"\\ud800"', '"\\u0000"'],
  ...['"2026-02-31T25:61:61Z"', '"275761-01-01T00:00:00Z"', '"0000-00-00T00:00Z"'],
  ...ODD_TEXTS.map((text) => JSON.stringify(text)),
];

/** Up to so many changes, one after another. */
export function anyJsonMutations(maxLength = 3): fc.Arbitrary<readonly JsonMutation[]> {
  const mutation = fc.record({
    kind: fc.constantFrom(...KINDS),
    path: fc.array(fc.nat(40), { maxLength: 7 }),
    value: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...VALUES) },
      { weight: 5, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
      { weight: 5, arbitrary: fc.nat(20).map(String) },
      { weight: 1, arbitrary: fc.constantFrom(...Object.keys(HUGE_VALUES)) },
    ),
    count: fc.oneof(fc.nat(3), fc.nat(300)),
  });
  return fc.array(mutation, { maxLength });
}

type Container = Record<string, unknown> | unknown[];

/** The changed value as JSON text, which may be no JSON any more: keys twice, numbers that there are not. */
export function mutateJson(value: unknown, mutations: readonly JsonMutation[]): string {
  const root = { root: structuredClone(value) };
  const texts: string[] = [];
  const raw = (text: string): string => `${MARK}${texts.push(text) - 1}`;
  for (const mutation of mutations) {
    mutateOnce(root, mutation, raw);
  }
  return restoreRaw(JSON.stringify(root.root) ?? '', texts);
}

/** Stands where text is to be that `JSON.stringify` would not write. */
const MARK = '\u0001raw';
const MARKED = /"\\u0001raw(\d+)"(:)?/g;

/** Text put in may hold other such marks. */
function restoreRaw(json: string, texts: readonly string[]): string {
  return json.replace(
    MARKED,
    (_, index: string, colon = '') => `${restoreRaw(texts[Number(index)] ?? '', texts)}${colon}`,
  );
}

function mutateOnce(root: Container, { kind, path, value, count }: JsonMutation, raw: (text: string) => string): void {
  const { parent, key } = walk(root, path);
  const text = HUGE_VALUES[value]?.() ?? value;
  const old = entryOf(parent, key);
  const holds = typeof old === 'object' && old !== null;
  switch (kind) {
    case 'replace':
      put(parent, key, raw(text));
      return;
    case 'remove':
      remove(parent, key);
      return;
    case 'add':
      if (Array.isArray(old)) {
        old.splice(count % (old.length + 1), 0, raw(text));
      } else if (holds) {
        (old as Record<string, unknown>)[raw(JSON.stringify(ODD_TEXTS[count % ODD_TEXTS.length]))] = raw(text);
      }
      return;
    case 'twice':
      if (!Array.isArray(parent)) {
        parent[raw(JSON.stringify(key))] = raw(text);
      }
      return;
    case 'repeat':
      if (Array.isArray(parent)) {
        parent.splice(Number(key), 0, ...Array.from({ length: count }, () => structuredClone(old)));
      }
      return;
    case 'swap': {
      const other = walk(root, [...path].reverse());
      const taken = structuredClone(entryOf(other.parent, other.key));
      put(other.parent, other.key, structuredClone(old));
      put(parent, key, taken);
      return;
    }
    case 'wrap':
      put(parent, key, count % 2 === 0 ? [old] : { [key]: old });
      return;
    default:
      kind satisfies never;
  }
}

function walk(root: Container, path: readonly number[]): { readonly parent: Container; readonly key: string } {
  let parent = root;
  let key = 'root';
  for (const step of path) {
    const entry = entryOf(parent, key);
    const keys = typeof entry === 'object' && entry !== null ? Object.keys(entry) : [];
    if (keys.length === 0) {
      break;
    }
    parent = entry as Container;
    key = keys[step % keys.length] as string;
  }
  return { parent, key };
}

function entryOf(container: Container, key: string): unknown {
  return Object.hasOwn(container, key) ? (container as Record<string, unknown>)[key] : undefined;
}

function put(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
}

function remove(container: Container, key: string): void {
  if (Array.isArray(container)) {
    container.splice(Number(key), 1);
  } else {
    delete container[key];
  }
}
