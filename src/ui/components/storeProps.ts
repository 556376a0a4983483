import type { Store } from '../state/store';

export interface StoreProps {
  readonly store: Store;
}
