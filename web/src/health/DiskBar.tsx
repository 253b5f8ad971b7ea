import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import type { Disk } from './types';

/** How full a disk is. */
export function DiskBar({ disk, label }: { disk: Disk; label: string }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const id = useId();
  const used = disk.total_bytes - disk.free_bytes;
  const text = t('health:free', {
    free: format.size(disk.free_bytes),
    total: format.size(disk.total_bytes),
  });
  return (
    <div className="disk">
      <p>
        <span id={id} className="muted">
          {label}
        </span>{' '}
        {text}
      </p>
      <meter aria-labelledby={id} min={0} max={disk.total_bytes} value={used} aria-valuetext={text} />
    </div>
  );
}
