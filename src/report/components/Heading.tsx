import type { ComponentChildren } from 'preact';

export type HeadingLevel = 1 | 2 | 3 | 4;

interface HeadingProps {
  readonly level: HeadingLevel;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** A heading whose level depends on what the report stands in. */
export function Heading({ level, children, ...attributes }: HeadingProps) {
  const Tag = `h${level}` as const;
  return <Tag {...attributes}>{children}</Tag>;
}
