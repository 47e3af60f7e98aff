Sub Replace(doc, old, fresh)
  d = doc.createReplaceDescriptor()
  d.SearchString = old
  d.ReplaceString = fresh
  doc.replaceAll(d)
End Sub

Function FirstOf(doc, words)
  d = doc.createSearchDescriptor()
  d.SearchString = words
  FirstOf = doc.findFirst(d)
End Function

Sub Number(doc, words)
  place = FirstOf(doc, words)
  place.ParaStyleName = "Numbering 1"
End Sub

Sub TypeBehind(doc, words, fresh)
  place = FirstOf(doc, words)
  c = place.Text.createTextCursorByRange(place.End)
  c.gotoEndOfParagraph(False)
  place.Text.insertControlCharacter(c, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  place.Text.insertString(c, fresh, False)
End Sub

Sub EmptyParagraph(doc, words)
  place = FirstOf(doc, words)
  c = place.Text.createTextCursorByRange(place.Start)
  c.gotoStartOfParagraph(False)
  c.gotoEndOfParagraph(True)
  c.String = ""
End Sub

Sub Edit(source, target)
  On Error GoTo Failed
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  Replace(doc, "It does not grade anyone", "It grades nobody")
  Replace(doc, "Key Findings", "Main findings")
  TypeBehind(doc, "has worked;", "a bullet that was added;")
  TypeBehind(doc, "until I am satisfied that they have been carried out", "A paragraph in the middle.")
  TypeBehind(doc, "only the police can help.", "A paragraph at the end.")
  Number(doc, "how the force listens")
  Number(doc, "how it notices colleagues")
  EmptyParagraph(doc, "ask officers and staff to see things on their behalf")
  doc.Text.insertString(doc.Text.End, "Pasted at the very end.", False)
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName"
  saved(0).Value = "MS Word 2007 XML"
  doc.storeToURL(target, saved())
  doc.close(True)
  Exit Sub
  doc.close(True)
End Sub
