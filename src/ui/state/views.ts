import { type ReadonlySignal, signal } from '@preact/signals';
import { formatQuery } from './query';
import type { PageAddress } from './store';

/** What the page shows: the trainer, the kernels beside those of other libraries, or the report on a run. */
export const VIEWS = ['train', 'kernels', 'report'] as const;
export type View = (typeof VIEWS)[number];

const PARAMETER = 'view';

/** One view at a time; the address says which, and carries that view's options. */
export interface Views {
  readonly current: ReadonlySignal<View>;
  show(view: View): void;
  /** The address as a view sees it: without the name of the view, and kept while another one is shown. */
  addressOf(view: View): PageAddress;
  /** The whole search string of a view, for a link to it. */
  linkTo(view: View): string;
}

/** An address that names no view this page has is left to the trainer, which refuses it by name. */
export function createViews(address: PageAddress): Views {
  const parameters = new URLSearchParams(address.readSearch());
  const named = VIEWS.find((view) => parameters.getAll(PARAMETER).join() === view);
  if (named !== undefined) {
    parameters.delete(PARAMETER);
  }
  const current = signal<View>(named ?? 'train');
  const searches: Record<View, string> = { train: '', kernels: '', report: '' };
  searches[current.value] = named === undefined ? address.readSearch() : formatQuery(Object.fromEntries(parameters));
  const searchOf = (view: View) => (view === 'train' ? searches.train : withView(view, searches[view]));
  return {
    current,
    // An empty link would lead to the address as it is.
    linkTo: (view) => searchOf(view) || '?',
    show: (view) => {
      current.value = view;
      address.replaceSearch(searchOf(view));
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

function withView(view: View, search: string): string {
  return `?${PARAMETER}=${view}${search === '' ? '' : `&${search.slice(1)}`}`;
}
