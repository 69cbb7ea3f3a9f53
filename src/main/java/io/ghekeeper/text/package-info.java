/** Forms and words of text: what is read strictly, and what people read. Every package may use it. */
package io.ghekeeper.text;
