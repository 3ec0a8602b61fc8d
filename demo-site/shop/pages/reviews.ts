import type { CategoryId, Product, Review } from '../catalogue/types.ts';
import { localized as t } from '../i18n/language.ts';

/** Words people say about anything of a category; a product's own review comes first. */
const GENERAL: Record<CategoryId, readonly [Review, Review]> = {
  lips: [
    {
      author: t('Yasmin A.', 'Ясмин А.'),
      stars: 5,
      text: t(
        'The colour in the picture is the colour on my mouth. That is rarer than it should be.',
        'Цвет на фото совпал с цветом на губах. Это бывает реже, чем хотелось бы.',
      ),
    },
    {
      author: t('Ruth K.', 'Рут К.'),
      stars: 4,
      text: t(
        'Comfortable and elegant. I would love one more brown.',
        'Комфортно и элегантно. Хочется ещё один коричневый.',
      ),
    },
  ],
  face: [
    {
      author: t('Noor S.', 'Нур С.'),
      stars: 5,
      text: t(
        'Looks like skin in the mirror of a fitting room, which is the hardest test I know.',
        'Выглядит кожей даже в зеркале примерочной, а это самый строгий тест.',
      ),
    },
    {
      author: t('Anne P.', 'Анна П.'),
      stars: 4,
      text: t(
        'Lovely finish. Order the sample first if you are between two shades.',
        'Прекрасный финиш. Если вы между двух оттенков, сначала закажите пробник.',
      ),
    },
  ],
  eyes: [
    {
      author: t('Maja V.', 'Майя В.'),
      stars: 5,
      text: t(
        'Held through a twelve-hour shift and a late train.',
        'Выдержало двенадцатичасовую смену и поздний поезд.',
      ),
    },
    {
      author: t('Diana F.', 'Диана Ф.'),
      stars: 4,
      text: t(
        'Easy even for someone who learnt from the back of a bus window.',
        'Легко даже тем, кто учился краситься в отражении автобусного окна.',
      ),
    },
  ],
  skin: [
    {
      author: t('Simone L.', 'Симона Л.'),
      stars: 5,
      text: t('My skin stopped being a topic.', 'Кожа перестала быть темой для разговора.'),
    },
    {
      author: t('Peter W.', 'Пётр В.'),
      stars: 5,
      text: t('I borrowed it from my wife. Now we order two.', 'Одолжил у жены. Теперь заказываем два.'),
    },
  ],
  fragrance: [
    {
      author: t('Ilse M.', 'Ильзе М.'),
      stars: 5,
      text: t('Quiet at the door, and then somebody leans in.', 'Тихо у двери, а потом кто-то наклоняется ближе.'),
    },
    {
      author: t('Marco T.', 'Марко Т.'),
      stars: 4,
      text: t('Beautiful bottle, better inside.', 'Красивый флакон, внутри ещё лучше.'),
    },
  ],
};

export function reviewsOf(product: Product): readonly Review[] {
  return [product.review, ...GENERAL[product.category]];
}
