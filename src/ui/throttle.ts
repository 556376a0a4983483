import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** Follows a signal, changing at most once in `intervalMs`; the latest value always arrives. */
export function throttled<T>(source: ReadonlySignal<T>, intervalMs: number): ReadonlySignal<T> {
  const follower = signal(source.peek());
  let isWaiting = false;
  const follow = () => {
    if (isWaiting || source.peek() === follower.peek()) {
      return;
    }
    follower.value = source.peek();
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      follow();
    }, intervalMs);
  };
  effect(() => {
    // Read so that the effect runs at every change.
    void source.value;
    follow();
  });
  return follower;
}
