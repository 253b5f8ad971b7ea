import {
  AlignLeft,
  AtSign,
  Calendar,
  CircleDot,
  Coins,
  Earth,
  Hash,
  Link2,
  PhoneCall,
  Sigma,
  SquareCheckBig,
  ToggleLeft,
  Type,
} from 'lucide-react';
import type { FieldType } from '@/api';

const ICONS: Partial<Record<FieldType, typeof Type>> = {
  text: Type,
  long_text: AlignLeft,
  number: Hash,
  money: Coins,
  date: Calendar,
  boolean: ToggleLeft,
  choice: CircleDot,
  choices: SquareCheckBig,
  reference: Link2,
  url: Earth,
  phone: PhoneCall,
  email: AtSign,
};

/** The picture of a type; what is computed has that of a sum. */
export function iconOf(type: FieldType) {
  return ICONS[type] ?? Sigma;
}
