import type { Money as Amount } from '@/api';
import { useFormat } from '@/lib';

/** An amount in 万/亿, with the exact amount in its title, and as data for a file; `exact` prints it in full. */
export function Money({ value, exact = false }: { value: Amount | null | undefined; exact?: boolean }) {
  const format = useFormat();
  if (!value) return <span className="muted">–</span>;
  const full = format.moneyExact(value);
  return (
    <data className={`money${value.minor < 0 ? ' minus' : ''}`} value={format.moneyPlain(value)} title={full}>
      {exact ? full : format.money(value)}
    </data>
  );
}
