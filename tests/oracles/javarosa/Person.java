import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.helper.AnswerDataUtil;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.xform.util.XFormAnswerDataParser;

/** Somebody who fills one form: does steps, looks through the whole form as Collect does, and sends. */
class Person {
    /** A look through the form may change what a look before has seen; more often than this it does not settle. */
    private static final int MOST_LOOKS = 6;

    final List<String> problems = new ArrayList<>();
    private final FormDef form;
    private final FormEntryController controller;
    private final List<GroupDef> counted = new ArrayList<>();
    private String counts = "";

    Person(FormDef form) {
        this.form = form;
        controller = new FormEntryController(new FormEntryModel(form));
        findCounted(form);
    }

    private void findCounted(IFormElement element) {
        if (element.getChildren() == null) return;
        for (IFormElement child : element.getChildren()) {
            if (child instanceof GroupDef && ((GroupDef) child).getRepeat() && ((GroupDef) child).getCountReference() != null)
                counted.add((GroupDef) child);
            findCounted(child);
        }
    }

    // steps

    void act(int number, JsonNode step) {
        String op = step.get("op").asText(), ref = step.path("ref").asText();
        try {
            switch (op) {
                case "answer": answer(ref, step.get("value").isNull() ? null : step.get("value").asText()); break;
                case "add_repeat": {
                    TreeReference range = reference(ref);
                    form.createNewRepeat(repeat(range, number(range)));
                    break;
                }
                case "remove_repeat": form.deleteRepeat(repeat(reference(ref), reference(ref).getMultLast())); break;
                case "set_language": speak(step.get("language").asText()); break;
                default: throw new IllegalArgumentException("no such step");
            }
            if (!counts().equals(counts)) look();
        } catch (Exception failure) {
            problems.add(number + " " + op + " " + ref + ": " + Driver.words(failure));
        }
    }

    void speak(String language) {
        if (Arrays.asList(form.getLocalizer() == null ? new String[0] : form.getLocalizer().getAvailableLocales()).contains(language))
            controller.setLanguage(language);
    }

    private void answer(String ref, String text) {
        TreeReference reference = reference(ref);
        TreeElement node = form.getMainInstance().resolveReference(reference);
        if (node == null) throw new IllegalStateException("no such node");
        if (!node.isRelevant()) throw new IllegalStateException("not relevant");
        if (!node.isEnabled()) throw new IllegalStateException("read-only");
        QuestionDef question = FormDef.findQuestionByRef(reference.genericize(), form);
        IAnswerData data = text == null ? null : XFormAnswerDataParser.getAnswerData(text, node.getDataType(), question);
        if (text != null && data == null) throw new IllegalStateException("no value of its type: " + text);
        if (question != null && question.getDynamicChoices() != null && text != null) offered(question, reference, text);
        if (data != null && !form.evaluateConstraint(reference, data)) throw new IllegalStateException("constraint: " + text);
        form.setValue(data, reference, true);
    }

    private void offered(QuestionDef question, TreeReference reference, String text) {
        Set<String> names = new HashSet<>();
        for (SelectChoice choice : question.getDynamicChoices().getChoices(form, reference)) names.add(choice.getValue());
        boolean many = question.getControlType() != Constants.CONTROL_SELECT_ONE;
        for (String name : many ? text.split(" ") : new String[]{text})
            if (!names.contains(name)) throw new IllegalStateException("not offered: " + name);
    }

    // repeats

    static TreeReference reference(String path) {
        TreeReference reference = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            int bracket = step.indexOf('[');
            int place = bracket < 0 ? 0 : Integer.parseInt(step.substring(bracket + 1, step.length() - 1)) - 1;
            reference.add(bracket < 0 ? step : step.substring(0, bracket), place);
        }
        return reference;
    }

    private int number(TreeReference range) {
        TreeElement parent = form.getMainInstance().resolveReference(range.getParentRef());
        return parent == null ? 0 : parent.getChildMultiplicity(range.getNameLast());
    }

    private FormIndex repeat(TreeReference reference, int place) {
        List<Integer> way = new ArrayList<>();
        List<IFormElement> elements = new ArrayList<>();
        if (!find(form, reference.genericize(), way, elements)) throw new IllegalStateException("no such repeat");
        List<Integer> places = new ArrayList<>();
        for (IFormElement element : elements) {
            boolean repeats = element instanceof GroupDef && ((GroupDef) element).getRepeat();
            int depth = repeats ? ((TreeReference) element.getBind().getReference()).size() - 1 : 0;
            places.add(places.size() == elements.size() - 1 ? place : repeats ? reference.getMultiplicity(depth) : 0);
        }
        return form.buildIndex(way, places, elements);
    }

    private static boolean find(IFormElement element, TreeReference wanted, List<Integer> way, List<IFormElement> elements) {
        List<IFormElement> children = element.getChildren();
        for (int place = 0; children != null && place < children.size(); place++) {
            IFormElement child = children.get(place);
            way.add(place);
            elements.add(child);
            if (child instanceof GroupDef && ((GroupDef) child).getRepeat()
                && ((TreeReference) child.getBind().getReference()).genericize().equals(wanted)) return true;
            if (find(child, wanted, way, elements)) return true;
            way.remove(way.size() - 1);
            elements.remove(elements.size() - 1);
        }
        return false;
    }

    /** Every number of instances that the form now asks for, as one text. */
    private String counts() {
        StringBuilder found = new StringBuilder();
        for (GroupDef group : counted) {
            TreeReference reference = (TreeReference) group.getCountReference().getReference();
            for (TreeReference each : form.getEvaluationContext().expandReference(reference)) {
                TreeElement node = form.getMainInstance().resolveReference(each);
                found.append(each).append('=').append(node.isRelevant() && node.getValue() != null ? node.getValue().getDisplayText() : "").append(';');
            }
        }
        return found.toString();
    }

    /** JavaRosa makes missing instances when somebody comes by, but leaves those beyond a lowered count: drop them. */
    private void dropSurplus() {
        for (GroupDef group : counted) {
            TreeReference repeats = ((TreeReference) group.getBind().getReference()).genericize();
            List<TreeReference> parents = form.getEvaluationContext().expandReference(repeats.getParentRef(), true);
            for (TreeReference parent : parents == null ? new ArrayList<TreeReference>() : parents) {
                TreeReference range = parent.extendRef(repeats.getNameLast(), 0);
                TreeReference counter = ((TreeReference) group.getCountReference().getReference()).contextualize(range);
                TreeElement node = form.getMainInstance().resolveReference(counter);
                if (node == null || !node.isRelevant() || node.getValue() == null) continue;
                int wanted = Math.max(AnswerDataUtil.answerDataToInt(node.getValue()), 0);
                for (int last = number(range) - 1; last >= wanted; last--) form.deleteRepeat(repeat(range, last));
            }
        }
    }

    // looking through

    /** Goes through the form page by page: makes counted instances, and lets selects drop what is no longer offered. */
    void look() {
        String before;
        int looks = 0;
        do {
            before = counts();
            dropSurplus();
            controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
            for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent());
            counts = counts();
        } while (!counts.equals(before) && ++looks < MOST_LOOKS);
    }

    /** Asking a select for its choices drops an answer that is no longer among them; leaving its page saves that. */
    private void review() {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            if (event != FormEntryController.EVENT_QUESTION) continue;
            FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
            if (prompt.getQuestion().getDynamicChoices() == null) continue;
            TreeReference reference = prompt.getIndex().getReference();
            String before = shown(reference);
            prompt.getSelectChoices();
            if (!shown(reference).equals(before))
                form.setValue(form.getMainInstance().resolveReference(reference).getValue(), reference, true);
        }
    }

    private String shown(TreeReference reference) {
        IAnswerData value = form.getMainInstance().resolveReference(reference).getValue();
        return value == null ? "" : value.getDisplayText();
    }

    String finish() throws Exception {
        String before = "", now = xml();
        for (int looks = 0; !now.equals(before) && looks < MOST_LOOKS; looks++) {
            before = now;
            review();
            look();
            now = xml();
        }
        form.postProcessInstance();
        return xml();
    }

    /** The instance after everything was worked out anew, as when a draft is opened again. */
    String again() throws Exception {
        form.initialize(false, new InstanceInitializationFactory());
        form.postProcessInstance();
        return xml();
    }

    private String xml() throws Exception {
        return new String(new XFormSerializingVisitor().serializeInstance(form.getInstance()), StandardCharsets.UTF_8);
    }
}
