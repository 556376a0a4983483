import type { LogEntry } from './diagnosticFile';

const MOST_ENTRIES = 200;
const MOST_CHARACTERS = 500;

/** Told several times a second: the last of several in a row says it all. */
const FREQUENT = 'progressed';

/** The last of what happened, within a bound: a long run must not fill the memory with its log. */
export class EventLog {
  readonly #now: () => number;
  readonly #startedAtMs: number;
  #entries: LogEntry[] = [];
  #leftOut = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAtMs = now();
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get leftOut(): number {
    return this.#leftOut;
  }

  /** @param details of these, texts are cut, arrays are counted, and other objects are left out. */
  add(what: string, details: object = {}): void {
    if (what === FREQUENT && this.#entries.at(-1)?.what === FREQUENT) {
      this.#entries.pop();
    }
    this.#entries.push({ atMs: Math.round(this.#now() - this.#startedAtMs), what, details: digest(details) });
    if (this.#entries.length > MOST_ENTRIES) {
      this.#entries.shift();
      this.#leftOut++;
    }
  }

  /** An event of a run, or of anything else with a type. */
  hear({ type, ...details }: { readonly type: string }): void {
    this.add(type, details);
  }
}

function digest(details: object): LogEntry['details'] {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]): [string, string | number | boolean | null][] => {
      switch (typeof value) {
        case 'string':
          return [[name, value.slice(0, MOST_CHARACTERS)]];
        case 'number':
          return [[name, Number.isFinite(value) ? value : String(value)]];
        case 'boolean':
          return [[name, value]];
        default:
          return Array.isArray(value) ? [[`${name}Count`, value.length]] : [];
      }
    }),
  );
}
