import fc from 'fast-check';
import { formatBenchOptions, parseBenchOptions } from '../../../src/bench/benchOptions';
import { judgeRequest } from '../../../src/cli/serving/judgeRequest';
import { formatTrainOptions, OPTION_KEYS, optionName, parseTrainOptions } from '../../../src/run/options';
import { checkForm, textsOf } from '../../../src/ui/state/form';
import { formatQuery, readQuery } from '../../../src/ui/state/query';
import { createViews } from '../../../src/ui/state/views';
import { type FuzzTarget, type Outcome, requireSame, requireThat, tryWork } from '../fuzzTarget';
import { anyOddText } from '../mutations/oddTexts';
import { anyOptionText, BENCH_NAMES, requirePlainNumbers, TRAIN_NAMES } from '../mutations/optionTexts';

interface AddressCase {
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Put in as it is, so that what should be encoded is not. */
  readonly tail: string;
  /** How many more parameters there are, each with a name of its own. */
  readonly more: number;
}

const anyName = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...TRAIN_NAMES) },
  { weight: 3, arbitrary: fc.constantFrom('view', 'language', ...BENCH_NAMES) },
  { weight: 1, arbitrary: anyOddText },
);

/** Of the page: its view and language, and the options of training or of the bench. */
export function createAddressTarget(): FuzzTarget<AddressCase> {
  return {
    cases: fc.record({
      parameters: fc.array(fc.tuple(anyName, anyOptionText), { maxLength: 4 }),
      tail: fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: anyOddText }),
      more: fc.oneof({ weight: 200, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30_000) }),
    }),
    tryCase: async ({ parameters, tail, more }) => {
      const many = Array.from({ length: more }, (_, at) => `&n${at}=`).join('');
      const query = parameters
        .map((pair) => pair.map((text) => encodeURIComponent(wellFormed(text))).join('='))
        .join('&');
      const search = `?${query}${many}${tail}`;
      let shown = search;
      const views = createViews({
        readSearch: () => search,
        replaceSearch: (next) => {
          shown = next;
        },
      });
      const view = views.current.value;
      const own = views.addressOf(view).readSearch();
      // Naming another language, and none again, leaves the view's options as they are.
      views.nameLanguage('es');
      views.nameLanguage(undefined);
      requireSame(createViews({ readSearch: () => shown, replaceSearch: () => undefined }).current.value, view, 'View');
      return view === 'kernels' ? tryBench(own) : tryTrain(own);
    },
    dispose: () => undefined,
  };
}

async function tryTrain(search: string): Promise<Outcome> {
  const parse = (text: string) => parseTrainOptions(readQuery(text), { isFallback: true });
  const answer = await tryWork(() => parse(search), { codes: ['bad-option'], places: namesIn(search) });
  if (answer === undefined) {
    return 'refused';
  }
  requirePlainNumbers(readQuery(search));
  requireSame(parse(formatQuery(formatTrainOptions(answer.result))), answer.result, 'The address written anew');
  const { options } = checkForm(textsOf(answer.result));
  requireSame(options, answer.result, 'The form');
  return 'taken';
}

async function tryBench(search: string): Promise<Outcome> {
  const parse = (text: string) => parseBenchOptions(readQuery(text), { cases: 3 });
  const answer = await tryWork(() => parse(search), { codes: ['bad-option'], places: namesIn(search) });
  if (answer === undefined) {
    return 'refused';
  }
  requireSame(parse(formatQuery(formatBenchOptions(answer.result))), answer.result, 'The address written anew');
  return 'taken';
}

/** A contradiction may be told of an option that the address has only by its default. */
function namesIn(search: string): string[] {
  return [...OPTION_KEYS.map(optionName), ...[...new URLSearchParams(search).keys()].map((name) => name.slice(0, 20))];
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

interface RequestCase {
  readonly method: string;
  readonly url: string;
  readonly hosts: readonly string[];
  readonly length: string;
}

/** What the server is asked for: refused with a status, or a plain path from its root. */
export function createRequestTarget(): FuzzTarget<RequestCase> {
  const segment = fc.oneof(
    fc.constantFrom(
      'datasets',
      'fashion-mnist',
      'assets',
      '..',
      '.',
      '',
      '%2e%2e',
      '%2f',
      '%5c',
      '%00',
      '\\',
      '%',
      '?',
    ),
    anyOddText,
  );
  return {
    cases: fc.record({
      method: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('GET', 'HEAD') },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom('PUT', 'TRACE', 'get'), anyOddText) },
      ),
      url: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
      hosts: fc.oneof(
        { weight: 5, arbitrary: fc.constant(['localhost:80']) },
        { weight: 1, arbitrary: fc.array(fc.oneof(fc.constant('127.0.0.1'), anyOddText), { maxLength: 2 }) },
      ),
      length: fc.oneof({ weight: 5, arbitrary: fc.constant('0') }, { weight: 1, arbitrary: anyOddText }),
    }),
    tryCase: ({ method, url, hosts, length }) => {
      const rawHeaders = hosts.flatMap((host) => ['Host', host]);
      const headers = { host: hosts[0], 'content-length': length };
      const judged = judgeRequest({ method, url, rawHeaders, headers });
      if ('status' in judged) {
        requireThat(
          judged.status >= 400 && judged.status < 500 && judged.reason !== '',
          'It is refused without a word.',
        );
        return 'refused';
      }
      const { path } = judged;
      const isPlain = path.startsWith('/') && !/\\|\/\/|\/\.{1,2}(\/|$)|\0/.test(path);
      requireThat(isPlain && ['GET', 'HEAD'].includes(method), `${JSON.stringify(path)} was taken.`);
      return 'taken';
    },
    dispose: () => undefined,
  };
}
