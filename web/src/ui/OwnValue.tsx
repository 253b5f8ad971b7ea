import { Link } from '@tanstack/react-router';
import type { FieldInfo, FieldType } from '@/api';
import { isMasked, kindIn } from '@/lib';
import { Field, isRef } from './Field';

const HREF: Partial<Record<FieldType, (value: string) => string>> = {
  // The server takes addresses of the web only, with or without the scheme.
  url: (value) => (/^https?:\/\//i.test(value) ? value : `https://${value}`),
  phone: (value) => `tel:${value}`,
  email: (value) => `mailto:${value}`,
};

/** Where a value of a field that the workspace has added leads; nowhere for those that nobody follows. */
export function linkOf({ custom, reference }: FieldInfo, value: unknown): string | undefined {
  if (custom && isRef(value)) return kindIn(reference)?.page?.(value.id);
  return custom && value && !isMasked(String(value)) ? HREF[custom.type]?.(String(value)) : undefined;
}

type Props = {
  list: string;
  field: FieldInfo;
  value: unknown;
  /** In a grid the keys are those of the grid, and a way is followed by a press only. */
  inGrid?: boolean;
};

/** A value of a field that the workspace has added, as one follows it: to the record, to the page, to the telephone. */
export function OwnValue({ list, field, value, inGrid }: Props) {
  const href = linkOf(field, value);
  const shown = <Field list={list} field={field} value={value} exact={!inGrid} />;
  if (!href) return shown;
  const look = { className: 'link', tabIndex: inGrid ? -1 : undefined };
  if (href.startsWith('/')) {
    return (
      <Link to={href} {...look}>
        {shown}
      </Link>
    );
  }
  const away = field.custom?.type === 'url' ? { target: '_blank', rel: 'noreferrer' } : {};
  return (
    <a href={href} {...look} {...away}>
      {shown}
    </a>
  );
}
