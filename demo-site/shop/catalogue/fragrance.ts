import { localized as t } from '../i18n/language.ts';
import type { Product } from './types.ts';

export const FRAGRANCE: readonly Product[] = [
  {
    id: 'fig-hour', code: 'P01', category: 'fragrance', name: 'Fig Hour', kind: t('Eau de parfum', 'Парфюмерная вода'), size: t('30 ml', '30 мл'), price: 6800, badge: 'bestseller',
    variantsAre: 'size', look: { vessel: 'block', material: 'ink', texture: 'mist' }, rating: 4.7, reviewCount: 482,
    tagline: t('Fig leaf, warm stone, four in the afternoon.', 'Лист инжира, тёплый камень, четыре часа дня.'),
    description: t('Green sap on top, milk and bark below. It smells of shade in a place where shade matters.', 'Сверху зелёный сок, под ним молоко и кора. Аромат тени там, где тень важна.'),
    usage: t('Two sprays where the scarf sits. Do not rub.', 'Два нажатия там, где лежит шарф. Не растирать.'),
    ingredients: 'Alcohol Denat., Parfum, Aqua, Limonene, Linalool, Coumarin, Citronellol, Hydroxycitronellal',
    variants: [{ id: '30ml', name: t('30 ml', '30 мл'), color: '#c9b27a' }, { id: '75ml', name: t('75 ml', '75 мл'), color: '#b79f62', price: 11800 }],
    review: { author: t('Dario P.', 'Дарио П.'), stars: 5, text: t('A stranger on a train asked. I told her. We are friends now.', 'Незнакомка в поезде спросила, что это. Теперь мы дружим.') },
  },
  {
    id: 'paper-rose', code: 'P02', category: 'fragrance', name: 'Paper Rose', kind: t('Eau de parfum', 'Парфюмерная вода'), size: t('30 ml', '30 мл'), price: 7200,
    variantsAre: 'size', look: { vessel: 'orb', material: 'gold', texture: 'mist' }, rating: 4.6, reviewCount: 267,
    tagline: t('A rose pressed in a book you loved.', 'Роза, засушенная в любимой книге.'),
    description: t('Dry rose, pepper and old paper. No syrup, no powder, a great deal of memory.', 'Сухая роза, перец и старая бумага. Без сиропа и пудры, зато с долгой памятью.'),
    usage: t('One spray on the wrist, one on the page you are reading.', 'Одно нажатие на запястье, одно на страницу, которую читаете.'),
    ingredients: 'Alcohol Denat., Parfum, Aqua, Citronellol, Geraniol, Linalool, Eugenol, Farnesol',
    variants: [{ id: '30ml', name: t('30 ml', '30 мл'), color: '#d08a92' }, { id: '75ml', name: t('75 ml', '75 мл'), color: '#c27480', price: 12400 }],
    review: { author: t('Vera Z.', 'Вера З.'), stars: 5, text: t('I do not like rose. I have finished two bottles.', 'Я не люблю розу. Закончила второй флакон.') },
  },
  {
    id: 'salt-garden', code: 'P03', category: 'fragrance', name: 'Salt Garden', kind: t('Eau de toilette', 'Туалетная вода'), size: t('50 ml', '50 мл'), price: 5900, badge: 'new',
    variantsAre: 'size', look: { vessel: 'column', material: 'sand', texture: 'mist' }, rating: 4.5, reviewCount: 88,
    tagline: t('Sage, driftwood, wind from the left.', 'Шалфей, плавник, ветер слева.'),
    description: t('Herbs that grow where the sea can reach them. Fresh in the first hour, skin by evening.', 'Травы, до которых дотягивается море. Свежесть в первый час, тёплая кожа к вечеру.'),
    usage: t('Generously, on hair and shirt.', 'Щедро, на волосы и рубашку.'),
    ingredients: 'Alcohol Denat., Parfum, Aqua, Limonene, Linalool, Evernia Prunastri Extract, Citral',
    variants: [{ id: '50ml', name: t('50 ml', '50 мл'), color: '#a9bcb0' }, { id: '100ml', name: t('100 ml', '100 мл'), color: '#8fa698', price: 8900 }],
    review: { author: t('Tom H.', 'Том Х.'), stars: 4, text: t('Smells like the ferry, in the good way.', 'Пахнет паромом, в хорошем смысле.') },
  },
  {
    id: 'slow-amber', code: 'P04', category: 'fragrance', name: 'Slow Amber', kind: t('Extrait de parfum', 'Духи'), size: t('30 ml', '30 мл'), price: 9600, badge: 'limited',
    variantsAre: 'size', look: { vessel: 'facet', material: 'gold', texture: 'mist' }, rating: 4.8, reviewCount: 143,
    tagline: t('Resin that takes its time.', 'Смола, которая не спешит.'),
    description: t('Labdanum, tonka and a thread of smoke. It opens after an hour and stays until you change the sheets.', 'Лабданум, тонка и нить дыма. Раскрывается через час и остаётся, пока вы не смените постель.'),
    usage: t('A single spray, an hour before you leave.', 'Одно нажатие за час до выхода.'),
    ingredients: 'Alcohol Denat., Parfum, Cistus Ladaniferus Resinoid, Coumarin, Benzyl Benzoate, Cinnamal, Vanillin',
    variants: [{ id: '30ml', name: t('30 ml', '30 мл'), color: '#b9703a' }],
    review: { author: t('Lucie B.', 'Люси Б.'), stars: 5, text: t('My coat has smelled of February evenings ever since. Good ones.', 'С тех пор моё пальто пахнет февральскими вечерами. Хорошими.') },
  },
];
