import { Select as AntdSelect, type SelectProps } from 'antd';
import { Check, ChevronDown, CircleX, LoaderCircle, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './small.css';

type Option = { label?: React.ReactNode; value?: string | number | null; disabled?: boolean };

/** The widget's select, without what it says in English to those who do not see it: the names of its icons and of its button. */
export function Select<Value, O extends Option = Option>({ allowClear, ...rest }: SelectProps<Value, O>) {
  const { t } = useTranslation('ui');
  return (
    <AntdSelect<Value, O>
      suffixIcon={
        rest.loading ? (
          <LoaderCircle size={14} className="turning" aria-hidden />
        ) : (
          <ChevronDown size={14} aria-hidden />
        )
      }
      removeIcon={<X size={12} aria-hidden />}
      menuItemSelectedIcon={rest.mode ? <Check size={14} aria-hidden /> : undefined}
      {...rest}
      allowClear={
        allowClear === true && { label: t('ui:clear'), clearIcon: <CircleX size={14} aria-hidden /> }
      }
    />
  );
}
