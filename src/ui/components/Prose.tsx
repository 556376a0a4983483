interface ProseProps {
  /** `…` is code, **…** is strong. */
  readonly text: string;
}

const MARKED = /(\*\*[^*]+\*\*|`[^`]+`)/;

/** A sentence with the few marks that sentences of the page have. */
export function Prose({ text }: ProseProps) {
  return (
    <>
      {text.split(MARKED).map((part, index) => {
        const key = `${index} ${part}`;
        if (part.startsWith('**')) {
          return <strong key={key}>{part.slice(2, -2)}</strong>;
        }
        return part.startsWith('`') ? <code key={key}>{part.slice(1, -1)}</code> : part;
      })}
    </>
  );
}
