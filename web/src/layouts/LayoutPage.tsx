import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListInfo } from '@/api';
import { ACCOUNT_LAYOUT } from '@/customers';
import { useLabels } from '@/lib';
import { ALL } from '@/lib/layout';
import { useLayouts } from '@/lib/useLayout';
import { ErrorState, PageHeader } from '@/ui';
import { Select } from '@/ui/Select';
import './layouts.css';

const LayoutEditor = lazy(() => import('./LayoutEditor').then((file) => ({ default: file.LayoutEditor })));

/** The lists whose records can be laid out. */
const LIST = 'accounts';

/** How the fields of customers are laid out, for all of them and for each kind. */
export function LayoutPage() {
  const { t } = useTranslation('layouts');
  const [variant, setVariant] = useState(ALL);
  const { of, isError, error, refetch } = useLayouts(LIST);
  const info = useListInfo(LIST);
  return (
    <div className="page">
      <PageHeader title={t('layouts:menu')} sub={t('layouts:text')} />
      <div className="page-body settings-body wide">
        {isError || info.isError ? (
          <ErrorState error={error ?? info.error} onRetry={() => void refetch()} />
        ) : !of || info.isPending ? (
          <i className="bone" style={{ height: 320 }} />
        ) : (
          <>
            <VariantSelect
              by={of.by}
              made={of.layouts.map((layout) => layout.variant)}
              value={variant}
              onChange={setVariant}
            />
            <Suspense fallback={<i className="bone" style={{ height: 320 }} />}>
              <LayoutEditor
                key={variant}
                list={LIST}
                usually={ACCOUNT_LAYOUT}
                variant={variant}
                stored={of.layouts.find((layout) => layout.variant === variant)}
                forAll={of.layouts.find((layout) => layout.variant === ALL)}
              />
            </Suspense>
          </>
        )}
      </div>
    </div>
  );
}

type SelectProps = {
  by: string[];
  /** Those for which there is a layout. */
  made: string[];
  value: string;
  onChange: (variant: string) => void;
};

/** Which customers a layout is for. */
function VariantSelect({ by, made, value, onChange }: SelectProps) {
  const { t } = useTranslation('layouts');
  const id = useId();
  const labels = useLabels(LIST);
  const info = useListInfo(LIST);
  const marked = (variant: string, label: string) => ({
    value: variant,
    label: made.includes(variant) ? t('layouts:own', { name: label }) : label,
  });
  const groups = by.map((key) => ({
    label: labels.field(key),
    options: (info.data?.fields.find((field) => field.key === key)?.choices ?? []).map((word) =>
      marked(`${key}.${word}`, labels.choice(key, word)),
    ),
  }));
  return (
    <div className="layout-variant">
      <label htmlFor={id}>{t('layouts:for')}</label>
      <Select
        id={id}
        value={value}
        onChange={onChange}
        options={[marked(ALL, t('layouts:all')), ...groups]}
      />
    </div>
  );
}
