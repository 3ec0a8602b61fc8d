import { localized as t } from '../i18n/language.ts';
import type { Product } from './types.ts';

export const FACE: readonly Product[] = [
  {
    id: 'soft-focus',
    code: 'F01',
    category: 'face',
    name: 'Soft Focus',
    kind: t('Serum skin tint', 'Тональная сыворотка'),
    size: t('30 ml', '30 мл'),
    price: 3800,
    badge: 'bestseller',
    variantsAre: 'shade',
    look: { vessel: 'tube', material: 'gold', texture: 'smear' },
    rating: 4.7,
    reviewCount: 934,
    tagline: t('Skin, in better light.', 'Кожа в лучшем свете.'),
    description: t(
      'Half serum, half tint: niacinamide evens over weeks, blurring pearls even at once. Freckles stay.',
      'Наполовину сыворотка, наполовину тон: ниацинамид выравнивает кожу за недели, а жемчужная пудра сразу. Веснушки остаются.',
    ),
    usage: t(
      'Two pumps from the centre outwards, with fingers. Build only where you need it.',
      'Две порции от центра к краям, пальцами. Второй слой только там, где нужно.',
    ),
    ingredients:
      'Aqua, Niacinamide, Squalane, Glycerin, Silica, Pearl Powder, Camellia Sinensis Leaf Extract, Tocopherol, Sodium Hyaluronate, CI 77891, CI 77492',
    variants: [
      { id: 'porcelain', name: t('Porcelain 01', 'Фарфор 01'), color: '#eed3bd' },
      { id: 'linen', name: t('Linen 02', 'Лён 02'), color: '#e2bd9c' },
      { id: 'honey', name: t('Honey 03', 'Мёд 03'), color: '#cc9d74' },
      { id: 'amber', name: t('Amber 04', 'Янтарь 04'), color: '#a8734b' },
      { id: 'umber', name: t('Umber 05', 'Умбра 05'), color: '#6f4630' },
    ],
    review: {
      author: t('Adaeze O.', 'Адаэзе О.'),
      stars: 5,
      text: t('Finally a 05 that is not grey on me.', 'Наконец-то 05, который не серый на моей коже.'),
    },
  },
  {
    id: 'cloud-cushion',
    code: 'F02',
    category: 'face',
    name: 'Cloud Cushion',
    kind: t('Cushion foundation SPF 30', 'Тональный кушон SPF 30'),
    size: t('12 g + refill', '12 г + рефил'),
    price: 4200,
    badge: 'refill',
    variantsAre: 'shade',
    look: { vessel: 'cushion', material: 'ivory', texture: 'smear' },
    rating: 4.6,
    reviewCount: 521,
    tagline: t('A touch-up that looks like sleep.', 'Одно касание, и будто выспалась.'),
    description: t(
      'Medium coverage in one press, a satin finish, and a compact you keep: refills click in with a quarter turn.',
      'Среднее покрытие одним касанием, сатиновый финиш и пудреница на годы: рефил меняется одним поворотом.',
    ),
    usage: t(
      'Press, do not rub. Bounce the puff from cheek to jaw, then the rest of what is on it around the nose.',
      'Прижимайте, не растирайте. От щёк к подбородку, остаток на спонже вокруг носа.',
    ),
    ingredients:
      'Aqua, Zinc Oxide, Cyclopentasiloxane, Butylene Glycol, Centella Asiatica Extract, Oryza Sativa Bran Water, Panthenol, CI 77891',
    variants: [
      { id: 'ivory', name: t('Ivory', 'Айвори'), color: '#edd2b8' },
      { id: 'sand', name: t('Sand', 'Песок'), color: '#dcb48e' },
      { id: 'caramel', name: t('Caramel', 'Карамель'), color: '#b98258' },
      { id: 'chestnut', name: t('Chestnut', 'Каштан'), color: '#80522f' },
    ],
    review: {
      author: t('Lea F.', 'Леа Ф.'),
      stars: 5,
      text: t(
        'The refill costs half and the case closes with a click I enjoy too much.',
        'Рефил вдвое дешевле, а щелчок крышки мне слишком нравится.',
      ),
    },
  },
  {
    id: 'afterglow',
    code: 'F03',
    category: 'face',
    name: 'Afterglow',
    kind: t('Cream blush', 'Кремовые румяна'),
    size: t('6 g', '6 г'),
    price: 2900,
    badge: 'new',
    variantsAre: 'shade',
    look: { vessel: 'pan', material: 'rose', texture: 'smear' },
    rating: 4.8,
    reviewCount: 203,
    tagline: t('As if you had just come in from the wind.', 'Будто вы только что вошли с ветра.'),
    description: t(
      'A cream that turns to silk powder as it warms. Blends in three circles, stays past midnight.',
      'Крем, который от тепла становится шёлковой пудрой. Растушёвывается тремя движениями и держится за полночь.',
    ),
    usage: t(
      'Warm with two fingers, press high on the cheekbone and blend upwards.',
      'Согрейте двумя пальцами, нанесите высоко на скулы и растушуйте вверх.',
    ),
    ingredients:
      'Caprylic/Capric Triglyceride, Silica, Jojoba Esters, Cera Alba, Rosa Damascena Flower Wax, Tocopherol, Mica, CI 15850, CI 77491',
    variants: [
      { id: 'tea-rose', name: t('Tea Rose', 'Чайная роза'), color: '#d97a7c' },
      { id: 'peach-skin', name: t('Peach Skin', 'Персик'), color: '#e59a76' },
      { id: 'brick', name: t('Brick', 'Кирпич'), color: '#b3563f' },
      { id: 'sorbet', name: t('Sorbet', 'Сорбет'), color: '#d95f7f' },
    ],
    review: {
      author: t('Olivia S.', 'Оливия С.'),
      stars: 5,
      text: t(
        'People ask if I have been on holiday. I have been on Brick.',
        'Спрашивают, не из отпуска ли я. Нет, это Brick.',
      ),
    },
  },
  {
    id: 'lumen',
    code: 'F04',
    category: 'face',
    name: 'Lumen',
    kind: t('Highlighting drops', 'Капли-хайлайтер'),
    size: t('15 ml', '15 мл'),
    price: 3200,
    variantsAre: 'shade',
    look: { vessel: 'dropper', material: 'gold', texture: 'drops' },
    rating: 4.4,
    reviewCount: 288,
    tagline: t('Candlelight by the drop.', 'Свет свечи по капле.'),
    description: t(
      'Liquid light without a speck of glitter. Mix into a tint for a glow, or tap on for a gleam.',
      'Жидкий свет без единой блёстки. Смешайте с тоном для сияния или нанесите точечно.',
    ),
    usage: t(
      'One drop on the back of the hand, then fingertip to cheekbone, brow bone, collarbone.',
      'Капля на тыльную сторону ладони, затем пальцем на скулы, под бровь и ключицы.',
    ),
    ingredients:
      'Aqua, Synthetic Fluorphlogopite, Squalane, Glycerin, Calendula Officinalis Flower Extract, Tocopherol, Tin Oxide, CI 77891, CI 77491',
    variants: [
      { id: 'champagne', name: t('Champagne', 'Шампань'), color: '#ecc796' },
      { id: 'moonstone', name: t('Moonstone', 'Лунный камень'), color: '#dfd3da' },
      { id: 'copper', name: t('Copper', 'Медь'), color: '#c9825a' },
    ],
    review: {
      author: t('Theresa W.', 'Тереза В.'),
      stars: 4,
      text: t('One drop is enough. Two and I am a lighthouse.', 'Капли достаточно. От двух я маяк.'),
    },
  },
  {
    id: 'veil',
    code: 'F05',
    category: 'face',
    name: 'Veil',
    kind: t('Loose setting powder', 'Рассыпчатая пудра'),
    size: t('14 g', '14 г'),
    price: 3400,
    variantsAre: 'shade',
    look: { vessel: 'powder', material: 'wine', texture: 'powder' },
    rating: 4.6,
    reviewCount: 347,
    tagline: t('Sets everything, hides nothing.', 'Закрепляет всё, не прячет ничего.'),
    description: t(
      'Rice starch milled for thirty hours, until it floats. Takes down shine and leaves the light.',
      'Рисовый крахмал тридцатичасового помола, лёгкий как воздух. Убирает блеск и оставляет свет.',
    ),
    usage: t(
      'Load the puff, fold it, press under the eyes and along the nose. Dust off the rest.',
      'Наберите на пуховку, сложите её и прижмите под глазами и у носа. Излишки смахните.',
    ),
    ingredients:
      'Oryza Sativa Starch, Mica, Silica, Lauroyl Lysine, Camellia Japonica Seed Oil, Tocopherol, Ethylhexylglycerin, CI 77492',
    variants: [
      { id: 'translucent', name: t('Translucent', 'Прозрачная'), color: '#eddccb' },
      { id: 'warm', name: t('Warm', 'Тёплая'), color: '#dab48c' },
    ],
    review: {
      author: t('Paula G.', 'Паула Г.'),
      stars: 5,
      text: t(
        'No flashback in photographs, and I checked four weddings.',
        'Не белит на фото, проверено четырьмя свадьбами.',
      ),
    },
  },
];
