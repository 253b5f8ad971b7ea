import { kindIn } from '@/lib';
import './small.css';
import { avatarTint } from './tint';

type Props = {
  name: string;
  seed?: string;
  /** The list it is of, which says how its records look; people are round, with the first letter of the name. */
  list?: string;
  size?: number;
};

/** A tinted initial. Decoration only: the name stands beside it. */
export function Avatar({ name, seed, list, size = 22 }: Props) {
  const look = kindIn(list)?.avatar;
  const core = look?.core?.(name) ?? name;
  return (
    <span
      className={`avatar ${look?.shape ?? 'round'}`}
      style={{ ...avatarTint(seed ?? name), width: size, height: size, fontSize: Math.round(size * 0.5) }}
      aria-hidden="true"
    >
      {Array.from(core.trim())[0]?.toUpperCase() ?? '?'}
    </span>
  );
}
