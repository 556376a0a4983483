import { effect, type ReadonlySignal, signal } from '@preact/signals';

export interface ThrottledSignal<T> {
  /** Changes at most once in the interval; the latest value always arrives. */
  readonly follower: ReadonlySignal<T>;
  /** Ends the following. */
  readonly dispose: () => void;
}

/** Follows a signal at the pace of its reader. */
export function throttled<T>(source: ReadonlySignal<T>, intervalMs: number): ThrottledSignal<T> {
  const follower = signal(source.peek());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    if (timer !== undefined || source.peek() === follower.peek()) {
      return;
    }
    follower.value = source.peek();
    timer = setTimeout(() => {
      timer = undefined;
      follow();
    }, intervalMs);
  };
  const stopListening = effect(() => {
    // Read so that the effect runs at every change.
    void source.value;
    follow();
  });
  const dispose = () => {
    stopListening();
    clearTimeout(timer);
  };
  return { follower, dispose };
}
