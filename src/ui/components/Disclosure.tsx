import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface DisclosureProps {
  readonly summary: ComponentChildren;
  /** Something within has to be seen: opens it. Closing it is left to the user, who may be at work in there. */
  readonly isNeeded: boolean;
  readonly testId: string;
  readonly children: ComponentChildren;
}

export function Disclosure({ summary, isNeeded, testId, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(isNeeded);
  useEffect(() => {
    if (isNeeded) {
      setOpen(true);
    }
  }, [isNeeded]);
  return (
    <details
      class="more"
      open={isOpen}
      data-testid={testId}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
