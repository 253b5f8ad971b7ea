import { useMemo } from 'react';
import { Select } from '@/ui/Select';
import { useZoneLabel, zonesWith } from './useZoneLabel';

type Props = { value?: string; onChange?: (zone: string) => void; id?: string };

/** A time zone, found by its city, by the name of its time, or by its own name. */
export function ZoneSelect({ value, ...rest }: Props) {
  const labelOf = useZoneLabel();
  const options = useMemo(
    () => zonesWith(value).map((zone) => ({ value: zone, ...labelOf(zone) })),
    [value, labelOf],
  );
  return (
    <Select<string, (typeof options)[number]>
      {...rest}
      value={value}
      options={options}
      showSearch={{
        filterOption: (typed, zone) => zone?.words.includes(typed.trim().toLowerCase()) ?? false,
      }}
    />
  );
}
