import './small.css';
import { avatarTint } from './tint';

type Props = { name: string; seed?: string; shape?: 'round' | 'square'; size?: number };

// 公司、市 and the like say nothing about who it is.
const PREFIX = /^(上海|北京|天津|重庆|深圳|广州|杭州|南京|苏州|成都|武汉|西安|青岛|贵阳|遵义|长沙|郑州)/;

function initial(name: string, shape: 'round' | 'square'): string {
  const core = shape === 'square' ? name.replace(PREFIX, '') || name : name;
  return Array.from(core.trim())[0]?.toUpperCase() ?? '?';
}

/** A tinted initial: round for people, square for organisations. Decoration only: the name stands beside it. */
export function Avatar({ name, seed, shape = 'round', size = 22 }: Props) {
  return (
    <span
      className={`avatar ${shape}`}
      style={{ ...avatarTint(seed ?? name), width: size, height: size, fontSize: Math.round(size * 0.5) }}
      aria-hidden="true"
    >
      {initial(name, shape)}
    </span>
  );
}
