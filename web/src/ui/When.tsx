import { useFormat } from '@/lib';

/** «3 天前» with the exact date or time in its title; `exact` prints the date itself. */
export function When({ value, exact = false }: { value: string | null | undefined; exact?: boolean }) {
  const format = useFormat();
  if (!value) return <span className="muted">–</span>;
  return (
    <time dateTime={value} title={exact ? format.relative(value) : format.date(value)}>
      {exact ? format.date(value) : format.relative(value)}
    </time>
  );
}
