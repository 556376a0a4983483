import { type ReadonlySignal, signal } from '@preact/signals';
import { LANGUAGES, type Language } from '../../words';
import { formatQuery } from './query';
import type { PageAddress } from './store';

/** What the page shows: the trainer, the runs that are kept, the kernels beside those of other libraries, or a report. */
export const VIEWS = ['train', 'runs', 'kernels', 'report'] as const;
export type View = (typeof VIEWS)[number];

const VIEW_PARAMETER = 'view';
const LANGUAGE_PARAMETER = 'language';

/** One view at a time; the address says which, and carries that view's options. */
export interface Views {
  readonly current: ReadonlySignal<View>;
  show(view: View): void;
  /** The address as a view sees it: without the name of the view, and kept while another one is shown. */
  addressOf(view: View): PageAddress;
  /** The whole search string of a view, for a link to it. */
  linkTo(view: View): string;
  /** The language that the address names. */
  readonly namedLanguage: ReadonlySignal<Language | undefined>;
  /** Names a language in the address of every view, or none. */
  nameLanguage(language: Language | undefined): void;
}

/** An address that names a view or a language that this page has not is left to the trainer, which refuses it by name. */
export function createViews(address: PageAddress): Views {
  const parameters = new URLSearchParams(address.readSearch());
  const namedView = takeNamed(parameters, VIEW_PARAMETER, VIEWS);
  const namedLanguage = signal(takeNamed(parameters, LANGUAGE_PARAMETER, LANGUAGES));
  const current = signal<View>(namedView ?? 'train');
  const searches: Record<View, string> = { train: '', runs: '', kernels: '', report: '' };
  const isFramed = namedView !== undefined || namedLanguage.peek() !== undefined;
  searches[current.value] = isFramed ? formatQuery(Object.fromEntries(parameters)) : address.readSearch();

  /** The frame stands first. */
  const searchOf = (view: View): string => {
    const language = namedLanguage.peek();
    const frame = [
      ...(view === 'train' ? [] : [`${VIEW_PARAMETER}=${view}`]),
      ...(language === undefined ? [] : [`${LANGUAGE_PARAMETER}=${language}`]),
      ...(searches[view] === '' ? [] : [searches[view].slice(1)]),
    ];
    return frame.length === 0 ? '' : `?${frame.join('&')}`;
  };
  return {
    current,
    namedLanguage,
    // An empty link would lead to the address as it is.
    linkTo: (view) => searchOf(view) || '?',
    show: (view) => {
      current.value = view;
      address.replaceSearch(searchOf(view));
    },
    nameLanguage: (language) => {
      namedLanguage.value = language;
      address.replaceSearch(searchOf(current.peek()));
    },
    addressOf: (view) => ({
      readSearch: () => searches[view],
      replaceSearch: (search) => {
        searches[view] = search;
        if (current.value === view) {
          address.replaceSearch(searchOf(view));
        }
      },
    }),
  };
}

/** Takes a parameter out where it has one of the known values, once. */
function takeNamed<T extends string>(parameters: URLSearchParams, name: string, known: readonly T[]): T | undefined {
  const value = known.find((one) => parameters.getAll(name).join() === one);
  if (value !== undefined) {
    parameters.delete(name);
  }
  return value;
}
