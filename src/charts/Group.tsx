import type { ComponentChildren } from 'preact';
import type { Grouped } from './model';

interface GroupProps {
  readonly of: Grouped;
  readonly focused: number | undefined;
  readonly children: ComponentChildren;
}

/** Parts that are brought out together are told so by their classes; what belongs to no group stands as it is. */
export function Group({ of, focused, children }: GroupProps) {
  const names = groupClass(of, focused);
  return names === undefined ? children : <g class={names}>{children}</g>;
}

export function groupClass({ group, isMember }: Grouped, focused: number | undefined): string | undefined {
  if (group === undefined) {
    return undefined;
  }
  const names = `${isMember ? 'members' : 'series'} series-${group}`;
  return group === focused ? `${names} is-focused` : names;
}
