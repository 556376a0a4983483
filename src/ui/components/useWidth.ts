import { useLayoutEffect, useState } from 'preact/hooks';

/** The whole pixels an element is wide, followed; 0 until known. */
export function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) {
      return;
    }
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        setWidth(Math.floor(entry.contentRect.width));
      }
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
