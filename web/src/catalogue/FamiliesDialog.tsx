import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Layers } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useMay } from '@/lib';
import { Empty, ErrorState } from '@/ui';
import { Dialog } from '@/ui/Dialog';
import { RenameDialog } from '@/ui/RenameDialog';
import './catalogue.css';
import { LONGEST_FAMILY } from './types';
import { ofFamily, useFamilies, useGiveFamily } from './useFamilies';

/** The families with how many products each has: opened in the list, renamed, merged. */
export function FamiliesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  const mayChange = useMay('product', 'change');
  const [renamed, setRenamed] = useState<string | null>(null);
  const query = useFamilies();
  const give = useGiveFamily();
  const families = query.data ?? [];
  const known = families.flatMap(({ family }) => family ?? []);
  if (renamed)
    return (
      <RenameDialog
        called={renamed}
        known={known}
        longest={LONGEST_FAMILY}
        texts={{
          title: t('catalogue:rename_of', { family: renamed }),
          name: t('catalogue:family_name'),
          merge: t('catalogue:merge'),
          merges: (family) => t('catalogue:merges', { family }),
        }}
        onRename={(to) => {
          give.mutate({ target: { filter: ofFamily(renamed) }, family: to });
          setRenamed(null);
        }}
        onClose={() => setRenamed(null)}
      />
    );
  return (
    <Dialog title={t('catalogue:families')} width={460} footer={null} onCancel={onClose}>
      {query.isError && families.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 160 }} />
      ) : families.length === 0 ? (
        <Empty icon={Layers} title={t('catalogue:families_none')} text={t('catalogue:families_none_text')} />
      ) : (
        <ul className="families">
          {families.map(({ family, products }) => (
            <li key={family ?? ''}>
              <Link
                to="/products"
                search={{ filter: ofFamily(family) }}
                className={family ? 'link clip' : 'link clip muted'}
                onClick={onClose}
              >
                {family ?? t('catalogue:without')}
              </Link>
              <span className="muted">
                {t('catalogue:count', { count: products, number: format.number(products) })}
              </span>
              {mayChange && family && (
                <Button
                  size="small"
                  aria-label={t('catalogue:rename_of', { family })}
                  onClick={() => setRenamed(family)}
                >
                  {t('catalogue:rename')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
